namespace Dirac.Resources.Looks;

/// <summary>A partition of a Slurm cluster.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsDefault">Whether jobs that name none go there.</param>
/// <param name="IsUp">Whether it starts jobs.</param>
/// <param name="TimeLimit">The longest run; null without a limit.</param>
/// <param name="Nodes">How many nodes it has.</param>
/// <param name="Processors">Processors of its smallest node.</param>
/// <param name="RamMegabytes">Memory of its smallest node, MB.</param>
public sealed record PartitionFacts(string Name, bool IsDefault, bool IsUp, TimeSpan? TimeLimit, int Nodes, int Processors, long RamMegabytes);
