namespace Dirac.Tasks.Administration;

/// <summary>A task that has what others wait for.</summary>
/// <param name="Id">Its number in its database.</param>
/// <param name="Task">What kind of task it is.</param>
/// <param name="Owner">Host and process that run it.</param>
public sealed record TaskHolder(long Id, string Task, string? Owner);
