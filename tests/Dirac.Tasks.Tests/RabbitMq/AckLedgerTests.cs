using Dirac.Tasks.RabbitMq;
using FsCheck.Xunit;

namespace Dirac.Tasks.Tests.RabbitMq;

public sealed class AckLedgerTests
{
    [Fact]
    public void Take_UnbrokenRun_IsOneAcknowledgement()
    {
        var ledger = Done(3, 1, 2);

        Assert.Equal([new Acknowledgement(3, UpTo: true)], ledger.Take(all: false));
        Assert.Empty(ledger.Take(all: true));
    }

    [Fact]
    public void Take_BehindOneThatIsNotDone_WaitsOrGoesByItself()
    {
        var ledger = Done(1, 3, 4);

        Assert.Equal([new Acknowledgement(1, UpTo: true)], ledger.Take(all: false));
        Assert.Equal(2, ledger.Waiting);
        Assert.Equal([new Acknowledgement(3, UpTo: false), new Acknowledgement(4, UpTo: false)], ledger.Take(all: true));
    }

    [Fact]
    public void Take_RunEndsWithOneAcknowledgedBefore_NamesTheLastOpenOne()
    {
        var ledger = Done(3);
        ledger.Take(all: true);
        ledger.Done(1);
        ledger.Done(2);

        Assert.Equal([new Acknowledgement(2, UpTo: true)], ledger.Take(all: false));
        ledger.Done(4);
        Assert.Equal([new Acknowledgement(4, UpTo: true)], ledger.Take(all: false));
    }

    /// <summary>A broker that is told what the ledger says never hears of a delivery that is not open, and in the end has all that were done acknowledged.</summary>
    [Property]
    public bool Take_AnyOrder_AcknowledgesEachOnceAndOnlyWhatIsDone((bool Done, byte Place, bool All)[] steps)
    {
        var ledger = new AckLedger();
        var open = new SortedSet<ulong>(Enumerable.Range(1, 20).Select(number => (ulong)number));
        var done = new HashSet<ulong>();
        foreach (var (isDone, place, all) in steps)
        {
            var delivery = (ulong)(place % 20) + 1;
            if (isDone && done.Add(delivery))
                ledger.Done(delivery);
            if (!ledger.Take(all).All(taken => Broker(taken)))
                return false;
        }
        return ledger.Take(all: true).All(Broker) && !open.Overlaps(done) && ledger.Waiting == 0;

        bool Broker(Acknowledgement taken)
        {
            if (!open.Contains(taken.Delivery))
                return false;
            var covered = taken.UpTo ? open.Where(delivery => delivery <= taken.Delivery).ToList() : [taken.Delivery];
            open.ExceptWith(covered);
            return covered.All(done.Contains);
        }
    }

    private static AckLedger Done(params ulong[] deliveries)
    {
        var ledger = new AckLedger();
        foreach (var delivery in deliveries)
            ledger.Done(delivery);
        return ledger;
    }
}
