using Dirac.Model.Jobs;

namespace Dirac.Workload.Jobs;

/// <summary>The columns of <c>JobDB.Jobs</c> that operations decide on.</summary>
internal sealed class JobRow
{
    public long JobID { get; init; }

    public string Owner { get; init; } = "";

    public string OwnerGroup { get; init; } = "";

    public string VO { get; init; } = "";

    public string Site { get; init; } = "";

    public string Status { get; init; } = "";

    public string MinorStatus { get; init; } = "";

    public string? ApplicationStatus { get; init; }

    public int UserPriority { get; init; }

    public int RescheduleCounter { get; init; }

    public DateTime? SubmissionTime { get; init; }

    public DateTime? RescheduleTime { get; init; }

    public DateTime? LastUpdateTime { get; init; }

    public DateTime? HeartBeatTime { get; init; }

    public DateTime? StartExecTime { get; init; }

    public DateTime? EndExecTime { get; init; }

    public JobStatus ParsedStatus =>
        JobStatuses.TryParse(Status, out var status) ? status : throw new InvalidOperationException($"Job {JobID} has the unknown status '{Status}'.");

    public JobState State => new()
    {
        Status = ParsedStatus,
        MinorStatus = MinorStatus,
        ApplicationStatus = ApplicationStatus ?? "Unknown",
        StartExecTime = StartExecTime,
        EndExecTime = EndExecTime,
    };
}
