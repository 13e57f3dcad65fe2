using Dirac.Model.Jdl;

namespace Dirac.Workload.Jobs;

/// <summary>A job about to be stored: its descriptions and the attributes that have columns.</summary>
internal sealed record NewJob
{
    public required ClassAd Original { get; init; }

    /// <summary>The derived description; the job's number is added when it is known.</summary>
    public required ClassAd Derived { get; init; }

    public required ClassAd Requirements { get; init; }

    public required string JobName { get; init; }

    public required string JobType { get; init; }

    public required string JobGroup { get; init; }

    public required string Site { get; init; }

    public required string Owner { get; init; }

    public required string OwnerGroup { get; init; }

    public required string VO { get; init; }

    public required int Priority { get; init; }

    public required IReadOnlyList<string> InputData { get; init; }
}
