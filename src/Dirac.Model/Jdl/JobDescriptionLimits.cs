namespace Dirac.Model.Jdl;

/// <summary>What a job description may ask for. The defaults are DIRAC's; installations change them under Operations/JobDescription.</summary>
public sealed record JobDescriptionLimits
{
    /// <summary>Least CPU time, in normalised (HS06) seconds; default 100.</summary>
    public long MinCpuTime { get; init; } = 100;

    /// <summary>Most CPU time, in normalised (HS06) seconds; default 500,000.</summary>
    public long MaxCpuTime { get; init; } = 500_000;

    /// <summary>Job types that may be submitted; default User, Test and Hospital.</summary>
    public IReadOnlyCollection<string> AllowedJobTypes { get; init; } = ["User", "Test", "Hospital"];

    /// <summary>A job of type User must have fewer input files than this; default 500.</summary>
    public int MaxInputData { get; init; } = 500;

    /// <summary>Most processors; default 1024.</summary>
    public int MaxProcessors { get; init; } = 1024;

    /// <summary>Sites that exist; null accepts any name.</summary>
    public IReadOnlyCollection<string>? KnownSites { get; init; }

    /// <summary>Platforms that exist; null accepts any name.</summary>
    public IReadOnlyCollection<string>? KnownPlatforms { get; init; }

    /// <summary>The submitter's VO, whose directory must hold all input data; null does not check.</summary>
    public string? Vo { get; init; }
}
