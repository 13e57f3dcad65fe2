using Dirac.Tasks.Administration;

namespace Dirac.Tasks.Storage;

internal sealed class StandingTaskRow
{
    public long TaskID { get; init; }

    public int Attempt { get; init; }

    public long DueMs { get; init; }

    public string? Owner { get; init; }

    public long CreatedMs { get; init; }

    public string? Errors { get; init; }

    public string? TraceParent { get; init; }

    public StandingTask ToTask() => new(
        TaskID,
        Attempt,
        DateTimeOffset.FromUnixTimeMilliseconds(CreatedMs),
        DateTimeOffset.FromUnixTimeMilliseconds(DueMs),
        Owner,
        TaskError.Parse(Errors),
        TraceParent);
}
