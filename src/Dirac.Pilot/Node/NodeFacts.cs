namespace Dirac.Pilot.Node;

/// <summary>What a node says about this process.</summary>
/// <param name="Variables">Its environment.</param>
/// <param name="Processors">Processors the kernel lets it use.</param>
/// <param name="MemoryLimitMegabytes">Limit of its control group, MB; null when there is none.</param>
/// <param name="CondorMachine">Attributes of the HTCondor slot; empty elsewhere.</param>
/// <param name="JobFeatures">Values of Machine/Job Features; empty elsewhere.</param>
/// <param name="NvidiaDevices">Numbers of the NVIDIA devices it sees, ascending.</param>
internal sealed record NodeFacts(
    IReadOnlyDictionary<string, string> Variables,
    int Processors,
    long? MemoryLimitMegabytes,
    IReadOnlyDictionary<string, string> CondorMachine,
    IReadOnlyDictionary<string, string> JobFeatures,
    IReadOnlyList<string> NvidiaDevices);
