namespace Dirac.Workload.Jobs.Counts;

/// <summary>What jobs are counted by: the columns of <c>x_JobCounts</c> in the order of its key.</summary>
internal sealed record JobCountKey
{
    /// <summary>The counted columns; sums over these, and conditions on these, need no look at the jobs.</summary>
    public static readonly IReadOnlyList<string> Columns = ["VO", "Owner", "OwnerGroup", "JobGroup", "JobType", "Site", "Status", "MinorStatus"];

    public string VO { get; init; } = "";

    public string Owner { get; init; } = "";

    public string OwnerGroup { get; init; } = "";

    public string JobGroup { get; init; } = "";

    public string JobType { get; init; } = "";

    public string Site { get; init; } = "";

    public string Status { get; init; } = "";

    public string MinorStatus { get; init; } = "";

    /// <summary>The values in the order of <see cref="Columns"/>.</summary>
    public IReadOnlyList<object?> Values => [VO, Owner, OwnerGroup, JobGroup, JobType, Site, Status, MinorStatus];
}
