namespace Dirac.Workload.Tests.Model;

/// <summary>A kind of description, with what follows from it, worked out by hand.</summary>
/// <param name="Jdl">Attributes of the description.</param>
internal sealed record JobKind(string Jdl)
{
    public const string Here = "DIRAC.Test.local";
    public const string There = "DIRAC.Other.local";

    /// <summary>How many jobs one description makes.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>The site column of a job that waits.</summary>
    public string Site { get; init; } = "ANY";

    /// <summary>The site column of a job that was just submitted.</summary>
    public string FirstSite { get; init; } = "ANY";

    public string JobType { get; init; } = "User";

    public string JobGroup { get; init; } = "00000000";

    public long CpuSegment { get; init; } = 86_400;

    public IReadOnlyList<string> Sites { get; init; } = [];

    public IReadOnlyList<string> Banned { get; init; } = [];

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Input files, which nobody holds here.</summary>
    public string? Input { get; init; }

    public static IReadOnlyList<JobKind> All(string vo) =>
    [
        new(""),
        new("""JobGroup = "calib"; JobType = "Test"; """) { JobGroup = "calib", JobType = "Test" },
        new($"Site = \"{Here}\"; ") { Sites = [Here], Site = Here, FirstSite = Here },
        new($"Site = {{\"{Here}\", \"{There}\"}}; ") { Sites = [Here, There], Site = "Multiple", FirstSite = "Multiple" },
        new($"BannedSites = {{\"{Here}\"}}; ") { Banned = [Here] },
        new("""Tags = {"GPU"}; Priority = 5; """) { Tags = ["GPU"] },
        new("CPUTime = 400000; ") { CpuSegment = 518_400 },
        new("NumberOfProcessors = 8; ") { Tags = ["8Processors", "MultiProcessor"] },
        new("""Parameters = 3; ParameterStart = 1; ParameterStep = 1; Arguments = "%s"; """) { Jobs = 3 },
        new($"InputData = {{\"LFN:/{vo}/data/a\"}}; ") { Input = $"/{vo}/data/a" },
    ];

    /// <summary>Descriptions that break a rule.</summary>
    public static IReadOnlyList<string> Bad { get; } =
    [
        "[ ]", "[ Executable = \"\"; ]", "no jdl at all", "[ Executable = \"/bin/true\"; CPUTime = 99; ]", "[ Executable = \"/bin/true\"; CPUTime = 500001; ]",
        "[ Executable = \"/bin/true\"; JobType = \"Nonsense\"; ]", "[ Executable = \"/bin/true\"; Priority = 11; ]", "[ Executable = \"/bin/true\"; Parameters = 0; ]",
        "[ Executable = \"/bin/true\"; InputData = {\"LFN:/other/data/a\"}; ]",
    ];

    /// <summary>Whether a pilot with these resources may have such a job (domain rules 4.2).</summary>
    public bool Fits(ModelOffer offer) =>
        CpuSegment <= offer.CpuTime && (Sites.Count == 0 || Sites.Contains(offer.Site)) && !Banned.Contains(offer.Site) && Tags.All(offer.Tags().Contains);
}

/// <summary>What a pilot offers.</summary>
internal sealed record ModelOffer(string Site, int CpuTime, int Processors, bool Gpu)
{
    /// <summary>The tags that follow from it (domain rules 4.3).</summary>
    public IReadOnlyList<string> Tags() =>
    [
        .. Enumerable.Range(2, Math.Max(0, Processors - 1)).Select(count => $"{count}Processors"),
        .. Processors > 1 ? ["MultiProcessor"] : Array.Empty<string>(),
        .. Gpu ? ["GPU"] : Array.Empty<string>(),
    ];
}
