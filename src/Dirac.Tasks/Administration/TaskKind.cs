namespace Dirac.Tasks.Administration;

/// <summary>One kind of task: how it is declared and how much of it there is.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Database">Where its tasks stand.</param>
/// <param name="Definition">How this program declares it; null when it does not know it.</param>
/// <param name="Depth">How many of its tasks wait and run.</param>
/// <param name="Dead">How many of its tasks are dead.</param>
/// <param name="Pause">Why none of it is begun, or null.</param>
public sealed record TaskKind(string Name, string Database, TaskDefinition? Definition, TaskDepth Depth, long Dead, TaskPause? Pause);
