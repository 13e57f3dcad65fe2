using System.Globalization;
using Dirac.Model.Api;
using Dirac.Model.Configuration;
using Dirac.Workload.Matching;

namespace Dirac.Workload.Resources;

/// <summary>Reads what <c>/Resources/Sites</c> offers, by DIRAC's options; what a queue leaves out its CE says, and what that leaves out its site. Pure.</summary>
/// <remarks>Lenient: a value that cannot be read is as good as none, since a mistyped number must not keep anybody from matching.</remarks>
internal static class ConfiguredResources
{
    private const double SpecPerHepSpec = 250;
    private const int ShortestLease = 60;
    private const int LongestLease = 172_800;
    private static readonly string[] Unusable = ["Banned", "Error", "Probing"];

    /// <summary>All site names.</summary>
    public static IEnumerable<string> SiteNames(CfgSection root) => ConfiguredSite.All(root).Select(site => site.Name);

    /// <summary>The sites marked as out of service, with what they are marked as.</summary>
    public static IReadOnlyDictionary<string, string> OutOfService(CfgSection root) => ConfiguredSite.All(root)
        .Where(site => Unusable.Contains(site.Status, StringComparer.OrdinalIgnoreCase))
        .DistinctBy(site => site.Name)
        .ToDictionary(site => site.Name, site => site.Status);

    /// <summary>All queues, and the computing elements without queues.</summary>
    public static IEnumerable<ConfiguredQueue> Queues(CfgSection root) =>
        from site in ConfiguredSite.All(root)
        from ce in site.ComputingElements
        let section = site.Section.GetSection($"CEs/{ce}")!
        let queues = section.SectionNames("Queues")
        from queue in queues.Count == 0 ? (IReadOnlyList<string?>)[null] : queues
        select new ConfiguredQueue(site.Name, ce, queue, queue is null ? [section, site.Section] : [section.GetSection($"Queues/{queue}")!, section, site.Section]);

    /// <summary>Lengths of leases, seconds, of the sites that give one from a minute to two days.</summary>
    public static IReadOnlyDictionary<string, int> LeaseSeconds(CfgSection root) => ConfiguredSite.All(root)
        .Select(site => (site.Name, Seconds: Number([site.Section], nameof(LeaseSeconds))))
        .Where(site => site.Seconds is >= ShortestLease and <= LongestLease)
        .DistinctBy(site => site.Name)
        .ToDictionary(site => site.Name, site => (int)site.Seconds!);

    /// <summary>What queues offer to a VO. A site without CEs, and a CE without queues, offers nothing that is known and so perhaps everything.</summary>
    public static IEnumerable<KnownOffer> OffersTo(CfgSection root, string vo)
    {
        foreach (var (site, section) in ConfiguredSite.All(root))
        {
            if (section.SectionNames("CEs").Count == 0 && Serves([section], vo)) yield return Open(site, null, vo);
        }

        foreach (var queue in Queues(root).Where(queue => Serves(queue.Levels, vo)))
        {
            yield return queue.Queue is null ? Open(queue.Site, queue.CE, vo) : new KnownOffer(Offer.From(Describe(queue), vo), queue.Queue);
        }
    }

    /// <summary>What a queue offers.</summary>
    public static ResourceDescription Describe(ConfiguredQueue queue) => new()
    {
        Site = queue.Site,
        GridCE = queue.CE,
        Queue = queue.Queue,
        CPUTime = CpuTime(queue.Levels),
        Platform = queue.Levels.Inherited("Platform"),
        NumberOfProcessors = (int)Math.Clamp(Number(queue.Levels, "NumberOfProcessors") ?? 1, 1, int.MaxValue),
        MaxRAM = (long)Math.Clamp(Number(queue.Levels, "MaxRAM") ?? 0, 0, long.MaxValue / 2),
        WholeNode = queue.Levels.Inherited("WholeNode")?.ToUpperInvariant() is "Y" or "YES" or "TRUE" or "1",
        Tag = [.. queue.Levels.SelectMany(level => level.GetList("Tag")).Distinct()],
        RequiredTag = [.. queue.Levels.SelectMany(level => level.GetList("RequiredTag")).Distinct()],
    };

    /// <summary>The site of each computing element.</summary>
    public static IReadOnlyDictionary<string, string> SitesOfCEs(CfgSection root)
    {
        var sites = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var site in ConfiguredSite.All(root))
        {
            foreach (var ce in site.ComputingElements) sites.TryAdd(ce, site.Name);
        }

        return sites;
    }

    private static KnownOffer Open(string site, string? ce, string vo) =>
        new(new Offer { VO = vo, Site = site, GridCE = ce, CpuTime = long.MaxValue, IsOpen = true });

    // maxCPUTime is in minutes of a processor of power SI00 (SpecInt2000, 250 of which are one HS06).
    private static long CpuTime(IReadOnlyList<CfgSection> levels) =>
        Number(levels, "CPUTime") is { } seconds ? (long)seconds
        : Number(levels, "maxCPUTime") is { } minutes ? (long)(minutes * 60 * ((Number(levels, "SI00") ?? SpecPerHepSpec) / SpecPerHepSpec))
        : long.MaxValue;

    private static bool Serves(IReadOnlyList<CfgSection> levels, string vo) =>
        levels.Select(level => level.GetList("VO")).FirstOrDefault(list => list.Count > 0) is not { } served || served.Contains(vo);

    private static double? Number(IReadOnlyList<CfgSection> levels, string name) =>
        double.TryParse(levels.Inherited(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and < 1e15 ? number : null;
}
