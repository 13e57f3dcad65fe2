namespace Dirac.Workload.Jobs.Counts;

/// <summary>A number of jobs with their key, as read from the database.</summary>
internal sealed class JobCountRow
{
    /// <summary>The number of the line, for lines of <c>x_JobCountDeltas</c>.</summary>
    public long Id { get; init; }

    public string VO { get; init; } = "";

    public string Owner { get; init; } = "";

    public string OwnerGroup { get; init; } = "";

    public string JobGroup { get; init; } = "";

    public string JobType { get; init; } = "";

    public string Site { get; init; } = "";

    public string Status { get; init; } = "";

    public string MinorStatus { get; init; } = "";

    public long Jobs { get; init; }

    public JobCountKey Key => new()
    {
        VO = VO, Owner = Owner, OwnerGroup = OwnerGroup, JobGroup = JobGroup, JobType = JobType, Site = Site, Status = Status, MinorStatus = MinorStatus,
    };
}
