namespace Dirac.Tasks.RabbitMq;

/// <summary>Which deliveries of one channel are done and not acknowledged, and in how few acknowledgements that can be said. Pure; not safe for concurrent use.</summary>
/// <remarks>A broker numbers the deliveries of a channel from 1 without a gap. One acknowledgement may cover all up to its number, which must itself be open.</remarks>
internal sealed class AckLedger
{
    private readonly SortedSet<ulong> _done = [];
    private readonly HashSet<ulong> _acknowledgedAhead = [];
    private ulong _floor;

    /// <summary>How many are done and not acknowledged.</summary>
    public int Waiting => _done.Count;

    /// <summary>A delivery is done.</summary>
    public void Done(ulong delivery) => _done.Add(delivery);

    /// <summary>Takes what can be acknowledged at once.</summary>
    /// <param name="all">Whether those behind one that is not done are taken as well, each by itself.</param>
    public IReadOnlyList<Acknowledgement> Take(bool all)
    {
        var taken = new List<Acknowledgement>();
        if (TakeRun() is { } last)
            taken.Add(new Acknowledgement(last, UpTo: true));
        if (!all)
            return taken;

        taken.AddRange(_done.Select(delivery => new Acknowledgement(delivery, UpTo: false)));
        _acknowledgedAhead.UnionWith(_done);
        _done.Clear();
        return taken;
    }

    /// <summary>Ends the unbroken run of deliveries that are done; the last open one of it.</summary>
    private ulong? TakeRun()
    {
        ulong? last = null;
        while (true)
        {
            if (_done.Remove(_floor + 1))
                last = _floor + 1;
            else if (!_acknowledgedAhead.Remove(_floor + 1))
                return last;
            _floor++;
        }
    }
}

/// <summary>One acknowledgement.</summary>
/// <param name="Delivery">The number of a delivery.</param>
/// <param name="UpTo">Whether it is for all open ones before it, too.</param>
internal readonly record struct Acknowledgement(ulong Delivery, bool UpTo);
