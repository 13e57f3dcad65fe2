using System.Globalization;
using Dirac.Pilot.Batch;

namespace Dirac.Pilot.Node;

/// <summary>Decides what this pilot has: what it was told, else what the batch system gave it, else what the machine has. Pure.</summary>
internal static class AllocationRules
{
    // Each batch system's number of processors on this node.
    private static readonly string[] ProcessorVariables = ["SLURM_CPUS_ON_NODE", "LSB_DJOB_NUMPROC", "PBS_NP", "NCPUS", "NSLOTS"];

    /// <summary>Decides.</summary>
    /// <param name="options">What the pilot was told.</param>
    /// <param name="facts">What the node says.</param>
    internal static NodeResources Decide(PilotOptions options, NodeFacts facts)
    {
        var processors = options.Processors ?? Processors(facts);
        return new NodeResources(processors, options.RamMegabytes ?? Megabytes(facts, processors) ?? 0, Gpus(options.Gpus, facts));
    }

    private static int Processors(NodeFacts facts)
    {
        var given = ProcessorVariables.Select(name => Number(facts.Variables, name)).FirstOrDefault(number => number > 0)
            ?? FirstNode(facts.Variables.GetValueOrDefault("SLURM_JOB_CPUS_PER_NODE"))
            ?? CondorSlot.Number(facts.CondorMachine, "Cpus")
            ?? Number(facts.JobFeatures, "allocated_cpu");
        return given is > 0 and <= 4096 ? (int)given : facts.Processors;
    }

    // "16(x2),8": 16 on each of the first two nodes. The batch script runs on the first.
    private static long? FirstNode(string? list)
    {
        var first = list?.Split(',', '(')[0];
        return long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static long? Megabytes(NodeFacts facts, int processors)
    {
        long?[] limits =
        [
            MebibytesAsMegabytes(Number(facts.Variables, "SLURM_MEM_PER_NODE") ?? (Number(facts.Variables, "SLURM_MEM_PER_CPU") * processors)),
            MebibytesAsMegabytes(CondorSlot.Number(facts.CondorMachine, "Memory")),
            Number(facts.JobFeatures, "max_rss_bytes") / 1_000_000,
            facts.MemoryLimitMegabytes,
        ];
        return limits.Where(limit => limit > 0).Min();
    }

    private static long? MebibytesAsMegabytes(long? mebibytes) => mebibytes * 1_048_576 / 1_000_000;

    private static IReadOnlyList<string> Gpus(int? told, NodeFacts facts)
    {
        var seen = Seen(facts);
        if (told is not { } wanted) return [.. seen.Take(GpuSet.Most)];
        return [.. seen.Concat(Enumerable.Range(0, wanted).Select(number => $"{number}")).Distinct(StringComparer.Ordinal).Take(wanted)];
    }

    // What the batch system shows comes before what the machine has: others may use the rest.
    private static IReadOnlyList<string> Seen(NodeFacts facts)
    {
        foreach (var name in (string[])["CUDA_VISIBLE_DEVICES", "SLURM_STEP_GPUS", "SLURM_JOB_GPUS"])
        {
            if (facts.Variables.TryGetValue(name, out var list)) return list is "NoDevFiles" or "none" or "-1" ? [] : List(list);
        }

        if (Number(facts.Variables, "SLURM_GPUS_ON_NODE") is { } count) return [.. Enumerable.Range(0, (int)Math.Min(count, GpuSet.Most)).Select(number => $"{number}")];
        if (facts.CondorMachine.TryGetValue("AssignedGPUs", out var assigned)) return List(assigned.Trim('"'));
        return facts.Variables.ContainsKey(SlurmSlot.JobId) ? [] : facts.NvidiaDevices;
    }

    private static string[] List(string list) => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static long? Number(IReadOnlyDictionary<string, string> values, string name) =>
        long.TryParse(values.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
