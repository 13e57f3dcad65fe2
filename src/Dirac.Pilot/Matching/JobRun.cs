namespace Dirac.Pilot.Matching;

/// <summary>A job ready to run.</summary>
/// <param name="Share">What it takes.</param>
/// <param name="RunAsync">Runs it to its end; reports what becomes of it.</param>
internal sealed record JobRun(SlotShare Share, Func<Task> RunAsync);
