namespace Dirac.Tasks.Storage;

internal sealed class DeadTaskRow
{
    public long TaskID { get; init; }

    public required string Name { get; init; }

    public required string Body { get; init; }

    public int Attempt { get; init; }

    public required string Reason { get; init; }

    public long CreatedMs { get; init; }

    public long DiedMs { get; init; }

    public string? Errors { get; init; }

    public string? TraceParent { get; init; }

    public DeadTask ToDeadTask(string database) => new(
        database,
        TaskID,
        Name,
        Enum.Parse<DeathReason>(Reason),
        Attempt,
        Body,
        DateTimeOffset.FromUnixTimeMilliseconds(CreatedMs),
        DateTimeOffset.FromUnixTimeMilliseconds(DiedMs),
        TaskError.Parse(Errors),
        TraceParent);
}
