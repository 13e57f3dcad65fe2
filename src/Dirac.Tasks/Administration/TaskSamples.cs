using Dirac.Tasks.History;

namespace Dirac.Tasks.Administration;

/// <summary>Some tasks of one kind.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Running">Some that run, the oldest first.</param>
/// <param name="Waiting">Some that wait, those due first first.</param>
/// <param name="Done">Some that were done, the latest first.</param>
public sealed record TaskSamples(TaskKind Kind, IReadOnlyList<StandingTask> Running, IReadOnlyList<StandingTask> Waiting, IReadOnlyList<DoneTask> Done);
