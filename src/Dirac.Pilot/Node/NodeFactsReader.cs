using System.Collections;
using Dirac.Pilot.Batch;

namespace Dirac.Pilot.Node;

/// <summary>Reads what the node says about this process.</summary>
internal static class NodeFactsReader
{
    private const string Device = "nvidia";

    /// <summary>This process's environment.</summary>
    internal static IReadOnlyDictionary<string, string> Variables() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);

    /// <summary>Reads.</summary>
    internal static NodeFacts Read()
    {
        var variables = Variables();
        var condor = variables.GetValueOrDefault(CondorSlot.MachineAd);
        return new NodeFacts(
            variables,
            Environment.ProcessorCount,
            CgroupMemory.LimitMegabytes("/proc/self/cgroup", "/sys/fs/cgroup"),
            File.Exists(condor) ? CondorSlot.Attributes(File.ReadAllText(condor)) : new Dictionary<string, string>(),
            MachineJobFeatures.Read(variables.GetValueOrDefault(MachineJobFeatures.Job), ["allocated_cpu", "max_rss_bytes"]),
            Devices());
    }

    private static List<string> Devices() =>
        [.. Directory.EnumerateFiles("/dev", $"{Device}*").Select(path => Path.GetFileName(path)[Device.Length..]).Where(name => name.Length > 0 && name.All(char.IsAsciiDigit)).OrderBy(int.Parse)];
}
