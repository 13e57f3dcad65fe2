using Dirac.Model.Jdl;

namespace Dirac.Pilot.Matching;

/// <summary>Accounts for the processors, memory and GPUs a pilot may fill.</summary>
/// <remarks>Thread-safe. What is taken comes back by <see cref="Return"/>; the sum never changes.</remarks>
internal sealed class Slots
{
    private readonly Lock _lock = new();
    private SlotShare _free;

    /// <summary>Everything is free.</summary>
    /// <param name="total">What the pilot has.</param>
    internal Slots(SlotShare total) => _free = Total = total;

    /// <summary>Everything the pilot has.</summary>
    internal SlotShare Total { get; }

    /// <summary>Takes everything that is free; null when that is not even one processor.</summary>
    internal SlotShare? TryTakeFree()
    {
        lock (_lock)
        {
            if (_free.Processors == 0) return null;
            var taken = _free;
            _free = default;
            return taken;
        }
    }

    /// <summary>Gives a share back.</summary>
    internal void Return(SlotShare share)
    {
        lock (_lock) _free = _free.With(share);
    }

    /// <summary>What of an offer a job takes; null when the job needs more than was offered.</summary>
    /// <remarks>Without a word about processors a job gets one. One that names a range gets as many as there are, up to its most.
    /// GPUs a job gets only as it asks for them; one that wants the whole node gets all.</remarks>
    internal SlotShare? Fit(JobDescription job, SlotShare offer)
    {
        var (least, most) = Demand(job);
        var processors = Math.Min(most, offer.Processors);
        var gpus = job.WholeNode ? Total.Gpus.Count : job.Gpus;
        if (processors < least || offer.Gpus.Count < gpus) return null;
        var memory = job.MaxRam is { } gigabytes ? gigabytes * 1000 : Total.RamMegabytes * processors / Total.Processors;
        return new SlotShare((int)processors, Math.Min(memory, offer.RamMegabytes), offer.Gpus.Take(gpus));
    }

    private (long Least, long Most) Demand(JobDescription job)
    {
        if (job.WholeNode) return (Total.Processors, Total.Processors);
        if (job.NumberOfProcessors is { } exact) return (Math.Max(1, exact), Math.Max(1, exact));
        if (job.MinNumberOfProcessors is null && job.MaxNumberOfProcessors is null && !job.Tags().Contains("MultiProcessor")) return (1, 1);
        return (Math.Max(1, job.MinNumberOfProcessors ?? 1), Math.Max(1, job.MaxNumberOfProcessors ?? Total.Processors));
    }
}
