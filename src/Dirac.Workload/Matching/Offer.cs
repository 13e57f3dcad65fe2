using System.Collections.Immutable;
using Dirac.Model.Api;
using Dirac.Workload.Ports;

namespace Dirac.Workload.Matching;

/// <summary>What a resource offers, in the terms of the match predicate: derived tags added, "any" turned into no condition.</summary>
internal sealed record Offer
{
    private const int LargestSeries = 1024;

    public required string VO { get; init; }

    public required string Site { get; init; }

    public required long CpuTime { get; init; }

    public string? GridCE { get; init; }

    public string? Platform { get; init; }

    /// <summary>The only types of jobs wanted; empty for any.</summary>
    public ImmutableArray<string> JobTypes { get; init; } = [];

    /// <summary>The only owner whose jobs are wanted; null for any.</summary>
    public string? Owner { get; init; }

    /// <summary>The only groups whose jobs are wanted; empty for any.</summary>
    public ImmutableArray<string> OwnerGroups { get; init; } = [];

    /// <summary>The only job wanted; null for any.</summary>
    public long? OnlyJob { get; init; }

    public ImmutableHashSet<string> Tags { get; init; } = [];

    public ImmutableHashSet<string> RequiredTags { get; init; } = [];

    /// <summary>Nothing is known about what is there: no queue of it is described. Tags are taken to be offered.</summary>
    public bool IsOpen { get; init; }

    /// <summary>What the site is when it takes only test jobs now (Banned, Error, Probing, Draining); null while it is usable.</summary>
    public ResourceStatus? SiteStatus { get; init; }

    /// <summary>As <see cref="SiteStatus"/>, of the computing element.</summary>
    public ResourceStatus? CEStatus { get; init; }

    /// <summary>What the site takes no more of at the moment: its running limits that are reached, and its delays.</summary>
    public ImmutableArray<Exclusion> Excluded { get; init; } = [];

    /// <summary>Builds the offer of a pilot of a VO (domain rules 4.3, step 1).</summary>
    public static Offer From(ResourceDescription resource, string vo) => new()
    {
        VO = vo,
        Site = resource.Site,
        CpuTime = resource.CPUTime,
        GridCE = Condition(resource.GridCE),
        Platform = Condition(resource.Platform),
        Tags = [.. resource.Tag, .. DerivedTags(resource)],
        RequiredTags = [.. resource.RequiredTag],
    };

    // Series start at 2, and a number above 1024 is taken for nonsense and gives none at all, as in DIRAC.
    private static IEnumerable<string> DerivedTags(ResourceDescription resource)
    {
        var processors = resource.NumberOfProcessors;
        if (processors is > 1 and <= LargestSeries)
        {
            foreach (var n in Enumerable.Range(2, processors - 1)) yield return $"{n}Processors";
            yield return "MultiProcessor";
        }

        var gigabytes = resource.MaxRAM / 1000;
        if (gigabytes is > 1 and <= LargestSeries)
        {
            foreach (var n in Enumerable.Range(2, (int)gigabytes - 1)) yield return $"{n}GB";
        }

        if (resource.WholeNode) yield return "WholeNode";
    }

    private static string? Condition(string? value) =>
        string.IsNullOrWhiteSpace(value) || value.Trim('"', '\'', ' ').Equals("any", StringComparison.OrdinalIgnoreCase) ? null : value;
}
