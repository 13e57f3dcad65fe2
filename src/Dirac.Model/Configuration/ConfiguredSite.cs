namespace Dirac.Model.Configuration;

/// <summary>A site as <c>/Resources/Sites/GRID/SITE</c> describes it. Pure.</summary>
/// <param name="Name">The site's name.</param>
/// <param name="Section">Its section.</param>
public sealed record ConfiguredSite(string Name, CfgSection Section)
{
    private const string Sites = "/Resources/Sites";

    /// <summary>What the site is marked as; Active when it is not.</summary>
    public string Status => Section.GetOption("Status", "Active");

    /// <summary>The names of its computing elements.</summary>
    public IReadOnlyList<string> ComputingElements => Section.SectionNames("CEs");

    /// <summary>The sites of a configuration, in its order.</summary>
    /// <param name="root">The whole tree.</param>
    public static IEnumerable<ConfiguredSite> All(CfgSection root) =>
        from grid in root.SectionNames(Sites)
        from site in root.SectionNames($"{Sites}/{grid}")
        select new ConfiguredSite(site, root.GetSection($"{Sites}/{grid}/{site}")!);
}
