namespace Dirac.Workload.Ports;

/// <summary>What people and automatons say of sites and computing elements. The server binds it; without one, only the configuration speaks.</summary>
/// <remarks>Asked with every match: it answers from memory, and is a few seconds old at most.</remarks>
public interface IResourceStatuses
{
    /// <summary>The status of a site for a VO's jobs; null when nothing is said of it.</summary>
    /// <param name="vo">Whose jobs.</param>
    /// <param name="site">The site.</param>
    ResourceStatus? OfSite(string vo, string site);

    /// <summary>The status of a computing element for a VO's jobs; null when nothing is said of it.</summary>
    /// <param name="vo">Whose jobs.</param>
    /// <param name="ce">The computing element.</param>
    ResourceStatus? OfComputingElement(string vo, string ce);
}
