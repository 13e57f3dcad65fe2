using System.Globalization;
using Dirac.Wire.Values;

namespace Dirac.Workload.Rpc.Pilots;

/// <summary>One site in the portal's summary. Pure.</summary>
/// <param name="Site">The site.</param>
/// <param name="Mask">Whether it is in service.</param>
/// <param name="Tier">Its tier.</param>
/// <param name="Counts">Its jobs by status.</param>
internal sealed record SiteLine(string Site, string Mask, int Tier, IReadOnlyDictionary<string, long> Counts)
{
    /// <summary>Statuses of which only the jobs of a day count.</summary>
    public static readonly IReadOnlyList<string> Ended = ["Done", "Completed", "Failed", "Killed"];

    private static readonly string[] States =
    [
        "Submitting", "Received", "Checking", "Scouting", "Staging", "Waiting", "Matched", "Rescheduled", "Running", "Stalled", "Completing", "Done", "Completed", "Failed", "Deleted", "Killed",
    ];

    /// <summary>The names of a record's values.</summary>
    public static readonly IReadOnlyList<string> Names = ["Site", "GridType", "Country", "Tier", "MaskStatus", .. States, "Efficiency", "Status"];

    private const string NotKnown = "Unknown";

    private (string Grid, string Country) Place => Site.Split('.') is [var grid, _, var country] ? (grid, country) : (NotKnown, NotKnown);

    /// <summary>The site's values.</summary>
    public WireValue[] Record()
    {
        var ended = Ended.Sum(state => Counts.GetValueOrDefault(state));
        var efficiency = ended == 0 ? 0 : (double)(Counts.GetValueOrDefault("Done") + Counts.GetValueOrDefault("Completed")) / ended;
        return
        [
            Site, Place.Grid, Place.Country, Tier, Mask, .. States.Select(state => (WireValue)Counts.GetValueOrDefault(state)),
            (efficiency * 100).ToString("0.0", CultureInfo.InvariantCulture), Class(efficiency, ended),
        ];
    }

    /// <summary>The jobs of each country by status.</summary>
    public static WireValue Countries(IEnumerable<SiteLine> lines) => WireValue.Dict(
    [
        .. lines.GroupBy(line => line.Place.Country).Select(country => (
            (WireValue)country.Key, WireValue.Dict([.. States.Select(state => ((WireValue)state, (WireValue)country.Sum(line => line.Counts.GetValueOrDefault(state))))]))),
    ]);

    private static string Class(double efficiency, long ended) => efficiency switch
    {
        > 0.95 => "Good",
        > 0.80 => "Fair",
        > 0.60 => "Poor",
        _ when ended == 0 => "Idle",
        _ => "Bad",
    };
}
