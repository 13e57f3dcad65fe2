namespace Dirac.Tasks.History;

/// <summary>A task that was done.</summary>
public sealed record DoneTask
{
    /// <summary>Its number in its database.</summary>
    public required long Id { get; init; }

    /// <summary>How many attempts it took.</summary>
    public required int Attempts { get; init; }

    /// <summary>When it was made, by the database's clock.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When its last attempt began.</summary>
    public DateTimeOffset Begun => Ended - Duration;

    /// <summary>When it was recorded as done, by the database's clock.</summary>
    public required DateTimeOffset Ended { get; init; }

    /// <summary>How long its last attempt took, as its worker measured; of tasks that were treated together, that of all of them.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Host and process of its last attempt.</summary>
    public required string Worker { get; init; }

    /// <summary>The trace of its last attempt, 32 hexadecimal digits; null when there was none.</summary>
    public string? TraceId { get; init; }
}
