using System.Globalization;
using Dirac.Model.Configuration;

namespace Dirac.Workload.Matching.Limits;

/// <summary>No more than so many running jobs with this value, at a site or at one of its computing elements.</summary>
/// <param name="CE">The computing element; null for the whole site.</param>
/// <param name="Attribute">One of <see cref="Exclusion.Attributes"/>.</param>
/// <param name="Value">The attribute's value.</param>
/// <param name="Most">How many.</param>
internal sealed record RunningLimit(string? CE, string Attribute, string Value, long Most);

/// <summary>After a match of such a job nothing with this value at the site for a time.</summary>
/// <param name="Attribute">One of <see cref="Exclusion.Attributes"/>.</param>
/// <param name="Value">The attribute's value.</param>
/// <param name="Delay">For how long.</param>
internal sealed record MatchingDelay(string Attribute, string Value, TimeSpan Delay);

/// <summary>The limits of one site, from the Operations of a VO (domain rules 4.4). Pure, immutable.</summary>
internal sealed record SiteLimits(IReadOnlyList<RunningLimit> Running, IReadOnlyList<MatchingDelay> Delays)
{
    private const string Base = "/JobScheduling";

    public static SiteLimits None { get; } = new([], []);

    public bool IsEmpty => Running.Count == 0 && Delays.Count == 0;

    /// <summary>The limits of a site; attributes that cannot be counted and numbers that cannot be read are left out.</summary>
    public static SiteLimits Read(CfgSection operations, string site)
    {
        var running = $"{Base}/RunningLimit/{site}";
        var limits = operations.GetBool($"{Base}/CheckJobLimits", true)
            ? Values(operations, running).Select(value => new RunningLimit(null, value.Attribute, value.Value, value.Number))
                .Concat(operations.SectionNames($"{running}/CEs").SelectMany(ce =>
                    Values(operations, $"{running}/CEs/{ce}").Select(value => new RunningLimit(ce, value.Attribute, value.Value, value.Number))))
            : [];
        var delays = operations.GetBool($"{Base}/CheckMatchingDelay", true)
            ? Values(operations, $"{Base}/MatchingDelay/{site}").Where(value => value.Number > 0)
                .Select(value => new MatchingDelay(value.Attribute, value.Value, TimeSpan.FromSeconds(value.Number)))
            : [];
        return new SiteLimits([.. limits], [.. delays]);
    }

    /// <summary>Those that concern an offer of the computing element.</summary>
    public SiteLimits At(string? ce) => Running.All(limit => limit.CE is null) ? this : this with { Running = [.. Running.Where(limit => limit.CE is null || limit.CE == ce)] };

    /// <summary>Those that concern a job.</summary>
    public SiteLimits For(JobAttributes job) => new(
        [.. Running.Where(limit => job.Of(limit.Attribute) == limit.Value)], [.. Delays.Where(delay => job.Of(delay.Attribute) == delay.Value)]);

    private static IEnumerable<(string Attribute, string Value, int Number)> Values(CfgSection operations, string path) =>
        from attribute in operations.SectionNames(path)
        where Exclusion.Attributes.Contains(attribute)
        from value in operations.OptionNames($"{path}/{attribute}")
        let text = operations.GetOption($"{path}/{attribute}/{value}")
        where int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 100_000_000
        select (attribute, value, int.Parse(text!, CultureInfo.InvariantCulture));
}
