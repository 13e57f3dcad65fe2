using System.Globalization;
using Dirac.Model.Api;
using Dirac.Model.Configuration;
using Dirac.Workload.Matching;

namespace Dirac.Workload.Resources;

/// <summary>Reads what <c>/Resources/Sites</c> offers, by DIRAC's options; what a queue leaves out its CE says, and what that leaves out its site. Pure.</summary>
/// <remarks>Lenient: a value that cannot be read is as good as none, since a mistyped number must not keep anybody from matching.</remarks>
internal static class ConfiguredResources
{
    private const string Sites = "/Resources/Sites";
    private const double SpecPerHepSpec = 250;
    private const int ShortestLease = 60;
    private const int LongestLease = 172_800;
    private static readonly string[] Unusable = ["Banned", "Error", "Probing"];

    /// <summary>All site names.</summary>
    public static IEnumerable<string> SiteNames(CfgSection root) => Each(root).Select(site => site.Name);

    /// <summary>The sites marked as out of service, with what they are marked as.</summary>
    public static IReadOnlyDictionary<string, string> OutOfService(CfgSection root) => Each(root)
        .Select(site => (site.Name, Status: site.Section.GetOption("Status", "Active")))
        .Where(site => Unusable.Contains(site.Status, StringComparer.OrdinalIgnoreCase))
        .DistinctBy(site => site.Name)
        .ToDictionary(site => site.Name, site => site.Status);

    /// <summary>Lengths of leases, seconds, of the sites that give one from a minute to two days.</summary>
    public static IReadOnlyDictionary<string, int> LeaseSeconds(CfgSection root) => Each(root)
        .Select(site => (site.Name, Seconds: Number([site.Section], nameof(LeaseSeconds))))
        .Where(site => site.Seconds is >= ShortestLease and <= LongestLease)
        .DistinctBy(site => site.Name)
        .ToDictionary(site => site.Name, site => (int)site.Seconds!);

    /// <summary>What queues offer to a VO. A site without CEs, and a CE without queues, offers nothing that is known and so perhaps everything.</summary>
    public static IEnumerable<KnownOffer> OffersTo(CfgSection root, string vo)
    {
        foreach (var (site, section) in Each(root))
        {
            var ces = section.SectionNames("CEs");
            if (ces.Count == 0 && Serves([section], vo)) yield return Open(site, null, vo);
            foreach (var ce in ces)
            {
                var ceSection = section.GetSection($"CEs/{ce}")!;
                var queues = ceSection.SectionNames("Queues");
                if (queues.Count == 0 && Serves([ceSection, section], vo)) yield return Open(site, ce, vo);
                foreach (var queue in queues)
                {
                    CfgSection[] levels = [ceSection.GetSection($"Queues/{queue}")!, ceSection, section];
                    if (Serves(levels, vo)) yield return new KnownOffer(Offer.From(Describe(site, ce, queue, levels), vo), queue);
                }
            }
        }
    }

    /// <summary>The site of each computing element.</summary>
    public static IReadOnlyDictionary<string, string> SitesOfCEs(CfgSection root)
    {
        var sites = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (site, section) in Each(root))
        {
            foreach (var ce in section.SectionNames("CEs")) sites.TryAdd(ce, site);
        }

        return sites;
    }

    private static IEnumerable<(string Name, CfgSection Section)> Each(CfgSection root) =>
        from grid in root.SectionNames(Sites)
        from site in root.SectionNames($"{Sites}/{grid}")
        select (site, root.GetSection($"{Sites}/{grid}/{site}")!);

    private static KnownOffer Open(string site, string? ce, string vo) =>
        new(new Offer { VO = vo, Site = site, GridCE = ce, CpuTime = long.MaxValue, IsOpen = true });

    private static ResourceDescription Describe(string site, string ce, string queue, CfgSection[] levels) => new()
    {
        Site = site,
        GridCE = ce,
        Queue = queue,
        CPUTime = CpuTime(levels),
        Platform = Inherited(levels, "Platform"),
        NumberOfProcessors = (int)Math.Clamp(Number(levels, "NumberOfProcessors") ?? 1, 1, int.MaxValue),
        MaxRAM = (long)Math.Clamp(Number(levels, "MaxRAM") ?? 0, 0, long.MaxValue / 2),
        WholeNode = Inherited(levels, "WholeNode")?.ToUpperInvariant() is "Y" or "YES" or "TRUE" or "1",
        Tag = [.. levels.SelectMany(level => level.GetList("Tag")).Distinct()],
        RequiredTag = [.. levels.SelectMany(level => level.GetList("RequiredTag")).Distinct()],
    };

    // maxCPUTime is in minutes of a processor of power SI00 (SpecInt2000, 250 of which are one HS06).
    private static long CpuTime(CfgSection[] levels) =>
        Number(levels, "CPUTime") is { } seconds ? (long)seconds
        : Number(levels, "maxCPUTime") is { } minutes ? (long)(minutes * 60 * ((Number(levels, "SI00") ?? SpecPerHepSpec) / SpecPerHepSpec))
        : long.MaxValue;

    private static bool Serves(CfgSection[] levels, string vo) =>
        levels.Select(level => level.GetList("VO")).FirstOrDefault(list => list.Count > 0) is not { } served || served.Contains(vo);

    private static string? Inherited(CfgSection[] levels, string name) =>
        levels.Select(level => level.GetOption(name)?.Trim()).FirstOrDefault(value => !string.IsNullOrEmpty(value));

    private static double? Number(CfgSection[] levels, string name) =>
        double.TryParse(Inherited(levels, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and < 1e15 ? number : null;
}
