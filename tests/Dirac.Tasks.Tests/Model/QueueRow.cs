namespace Dirac.Tasks.Tests.Model;

/// <summary>A row of the queue or of the dead.</summary>
internal sealed class QueueRow
{
    private const int Parked = 100;

    public long TaskID { get; init; }

    public required string Name { get; init; }

    public int Priority { get; init; }

    public int Size { get; init; }

    public string? PendingKey { get; init; }

    public long DueMs { get; init; }

    public int Attempt { get; init; }

    public long Epoch { get; init; }

    public string? Owner { get; init; }

    public long CreatedMs { get; init; }

    /// <summary>Why it is dead; null in the queue.</summary>
    public string? Reason { get; init; }

    public ModelTask ToTask() => new()
    {
        Id = TaskID,
        Kind = Name,
        Priority = Priority,
        CreatedMs = CreatedMs,
        Key = PendingKey,
        DueMs = DueMs,
        Attempt = Attempt,
        Epoch = Epoch,
        Owner = Owner,
        IsParked = Size >= Parked,
        IsDead = Reason is not null,
        Reason = Reason ?? "",
    };
}
