namespace Dirac.Tasks.Storage;

/// <summary>Which tasks a broker was given and has not any more.</summary>
/// <param name="Transport">The broker's name.</param>
/// <param name="Priority">In which lane.</param>
/// <param name="Current">The owner whose tasks are not lost; null: all are.</param>
/// <param name="Age">Only those handed over at least so long ago: younger ones may be on their way to the broker, or running.</param>
internal sealed record LostHandOvers(string Transport, TaskPriority Priority, string? Current, TimeSpan Age);
