namespace Dirac.Tasks.History;

internal sealed class HistoryRow
{
    public long TaskID { get; init; }

    public int Attempts { get; init; }

    public long CreatedMs { get; init; }

    public long EndedMs { get; init; }

    public long DurationUs { get; init; }

    public required string Worker { get; init; }

    public string? TraceID { get; init; }

    public DoneTask ToTask() => new()
    {
        Id = TaskID,
        Attempts = Attempts,
        Created = DateTimeOffset.FromUnixTimeMilliseconds(CreatedMs),
        Ended = DateTimeOffset.FromUnixTimeMilliseconds(EndedMs),
        Duration = TimeSpan.FromMicroseconds(DurationUs),
        Worker = Worker,
        TraceId = TraceID,
    };
}
