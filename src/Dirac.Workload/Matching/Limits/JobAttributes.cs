namespace Dirac.Workload.Matching.Limits;

/// <summary>What limits are set by.</summary>
internal sealed class JobAttributes
{
    public string JobType { get; init; } = "";

    public string JobGroup { get; init; } = "";

    public string Owner { get; init; } = "";

    public string OwnerGroup { get; init; } = "";

    public string Of(string attribute) => attribute switch
    {
        "JobType" => JobType,
        Exclusion.JobGroup => JobGroup,
        "Owner" => Owner,
        _ => OwnerGroup,
    };
}
