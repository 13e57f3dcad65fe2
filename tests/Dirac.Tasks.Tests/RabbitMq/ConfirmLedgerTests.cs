using Dirac.Tasks.RabbitMq;

namespace Dirac.Tasks.Tests.RabbitMq;

public sealed class ConfirmLedgerTests
{
    [Fact]
    public async Task Settled_AllConfirmedInAnyOrder_IsTaken()
    {
        var ledger = Published(4);
        ledger.Answer(3, upTo: false, isTaken: true);
        var settled = ledger.SettledAsync();

        ledger.Answer(2, upTo: true, isTaken: true);
        Assert.False(settled.IsCompleted);
        ledger.Answer(4, upTo: false, isTaken: true);

        Assert.True(await settled);
    }

    [Fact]
    public async Task Settled_OneRefused_IsNotTaken_AndTheNextOnesAreJudgedByThemselves()
    {
        var ledger = Published(2);
        ledger.Answer(1, upTo: false, isTaken: false);
        ledger.Answer(2, upTo: false, isTaken: true);
        Assert.False(await ledger.SettledAsync());

        ledger.Publish();
        ledger.Answer(3, upTo: true, isTaken: true);

        Assert.True(await ledger.SettledAsync());
    }

    private static ConfirmLedger Published(int count)
    {
        var ledger = new ConfirmLedger();
        for (var message = 0; message < count; message++)
            ledger.Publish();
        return ledger;
    }
}
