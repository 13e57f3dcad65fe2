using Dirac.Model.Api;
using Dirac.Model.Jdl;
using Dirac.Pilot.Batch;

namespace Dirac.Pilot.Matching;

/// <summary>Describes what a pilot offers at one moment, as the matcher wants it.</summary>
/// <param name="options">What the pilot was told.</param>
/// <param name="cpuPower">Power of one processor, HS06.</param>
/// <param name="slot">How long the batch system lets it run.</param>
/// <param name="nodeTags">Tags that follow from what the node has.</param>
internal sealed class OfferedResources(PilotOptions options, double cpuPower, SlotClock slot, IEnumerable<string> nodeTags)
{
    private readonly IReadOnlyList<string> _tags = [.. options.Tags, .. nodeTags];

    /// <summary>Why no job is to be asked for any more, as too little time is left; null while one may be.</summary>
    /// <param name="isFirst">Whether no job has run yet.</param>
    internal string? TimeRefusal(bool isFirst) => TimeLeftRules.Refusal(CpuTime, options.MinTimeLeft, isFirst);

    /// <summary>Describes a share.</summary>
    /// <param name="share">What is free.</param>
    /// <param name="isWhole">Whether that is everything.</param>
    internal ResourceDescription Describe(SlotShare share, bool isWhole) => new()
    {
        Site = options.Site,
        GridCE = options.ComputingElement,
        Queue = options.Queue,
        CPUTime = CpuTime,
        NumberOfProcessors = share.Processors,
        MaxRAM = share.RamMegabytes,
        WholeNode = isWhole,
        HostName = Environment.MachineName,
        Tag = [.. _tags.Concat(GpuTags(share.Gpus.Count)).Distinct(StringComparer.Ordinal)],
        RequiredTag = options.RequiredTags,
        PilotBenchmark = cpuPower,
    };

    // A limit told by hand lets any pilot try at least one job, as before.
    private long CpuTime => TimeLeftRules.CpuTime(slot.Left, options.Limits.EndMargin, cpuPower, options.CpuTime);

    private static IEnumerable<string> GpuTags(int gpus)
    {
        if (gpus > 0) yield return JobDescription.GpuTag;
        for (var n = 2; n <= gpus; n++) yield return $"{n}GPUs";
    }
}
