using Dirac.Hosting.Configuration;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;

namespace Dirac.Monitoring.Statuses;

/// <summary>The elements there are: those the configuration describes, and those of which something is said. Thread-safe.</summary>
internal sealed class KnownElements(IConfigurationSnapshots snapshots, StatusBoard board)
{
    private const int MostSuggested = 3;

    /// <summary>What counts for a VO of every element of a kind, by name.</summary>
    public IReadOnlyList<(string Name, string StatusType, ElementState State)> Of(ElementKind kind, string vo)
    {
        var (now, configured) = (board.Now, Configured(kind));
        return
        [
            .. from name in configured.Keys.Concat(now.NamesOf(kind, vo)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
               from type in kind.StatusTypes
               let state = now.Find(kind, vo, name, type, configured.GetValueOrDefault(name))
               where state is not null
               select (name, type, state),
        ];
    }

    /// <summary>The site of each configured computing element.</summary>
    public IReadOnlyDictionary<string, string> SitesOfComputingElements()
    {
        var sites = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var site in ConfiguredSite.All(snapshots.Current.Root))
        {
            foreach (var ce in site.ComputingElements) sites.TryAdd(ce, site.Name);
        }

        return sites;
    }

    /// <summary>Makes sure that there is such an element: a mistyped name would seem to be banned.</summary>
    /// <exception cref="DiracException">Nothing is known of it.</exception>
    public void Demand(ElementKind kind, string name)
    {
        var known = Configured(kind).Keys.Concat((kind.Element == ElementKind.Site.Element ? board.Now.Sites : board.Now.Resources).Where(kind.Has).Select(row => row.Name)).ToHashSet(StringComparer.Ordinal);
        if (known.Contains(name) && name.Length <= StatusWords.LongestName) return;
        if (name.Length > StatusWords.LongestName) throw new DiracException(ErrorCode.BadRequest, $"A name has at most {StatusWords.LongestName} characters.");
        var near = NearestNames.Find(name, known, MostSuggested);
        throw new DiracException(
            ErrorCode.NotFound,
            $"Nothing is known of {name} ({kind.Name}).",
            near.Count > 0 ? $"Did you mean {string.Join(" or ", near)}?" : "Describe it in the configuration first: /Resources/Sites.");
    }

    private Dictionary<string, ElementState> Configured(ElementKind kind)
    {
        if (kind != ElementKind.Site && kind != ElementKind.Compute) return [];
        var sites = ConfiguredSite.All(snapshots.Current.Root).DistinctBy(site => site.Name);
        return kind == ElementKind.Site
            ? sites.ToDictionary(site => site.Name, site => new ElementState(StatusOf(site), "") { Source = ElementState.FromConfiguration })
            : SitesOfComputingElements().Keys.ToDictionary(ce => ce, _ => new ElementState(StatusRules.Active, "") { Source = ElementState.FromConfiguration });
    }

    // The matcher takes what it does not know for usable.
    private static string StatusOf(ConfiguredSite site) => StatusRules.All.FirstOrDefault(status => status.Equals(site.Status, StringComparison.OrdinalIgnoreCase)) ?? StatusRules.Active;
}
