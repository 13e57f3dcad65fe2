namespace Dirac.Model.Jobs;

/// <summary>What a set of reports does to a job's row and to its history.</summary>
public sealed record StatusDecision
{
    /// <summary>Whether the row is to be written; false when every report is older than the newest logged status.</summary>
    public required bool ChangesJob { get; init; }

    /// <summary>The row's content afterwards; the content before when <see cref="ChangesJob"/> is false.</summary>
    public required JobState NewState { get; init; }

    /// <summary>The new time of the job's last sign of life, UTC; null when no report came from the job itself.</summary>
    public DateTime? HeartBeatTime { get; init; }

    /// <summary>Rows to add to the history, in time order: one per report, late ones too.</summary>
    public required IReadOnlyList<LogRow> LogRows { get; init; }
}
