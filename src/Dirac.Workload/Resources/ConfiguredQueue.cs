using Dirac.Model.Configuration;

namespace Dirac.Workload.Resources;

/// <summary>A queue as it stands in the configuration.</summary>
/// <param name="Site">Its site.</param>
/// <param name="CE">Its computing element.</param>
/// <param name="Queue">Its name; null for a computing element without queues.</param>
/// <param name="Levels">Its section, its element's and its site's: what one leaves out the next says.</param>
internal sealed record ConfiguredQueue(string Site, string CE, string? Queue, IReadOnlyList<CfgSection> Levels);
