namespace Dirac.Model.Jobs;

/// <summary>What a job's row says about where the job stands.</summary>
public sealed record JobState
{
    /// <summary>Major status.</summary>
    public required JobStatus Status { get; init; }

    /// <summary>Minor status, see <see cref="MinorStatuses"/>; at most 128 characters.</summary>
    public required string MinorStatus { get; init; }

    /// <summary>What the payload or wrapper says in its own words; at most 255 characters.</summary>
    public required string ApplicationStatus { get; init; }

    /// <summary>When the job was first seen Running, UTC; null before.</summary>
    public DateTime? StartExecTime { get; init; }

    /// <summary>When the job was first seen in a final status, UTC; null before.</summary>
    public DateTime? EndExecTime { get; init; }
}
