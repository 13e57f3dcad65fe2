using System.Globalization;
using Dirac.Security.Identities;

namespace Dirac.Workload.TaskQueues.Shares;

/// <summary>What the registry says about a group's part of the matches.</summary>
/// <param name="Share">JobShare.</param>
/// <param name="IsSharing">Whether its members' queues share as one (property JobSharing).</param>
/// <param name="HasBackground">AllowBackgroundTQs: queues of very low priority get the least there is and take nothing from others.</param>
internal sealed record GroupShare(double Share, bool IsSharing = false, bool HasBackground = false)
{
    /// <summary>JobShare of a group that names none.</summary>
    public const double Usual = 1000;

    public static GroupShare Of(Registry registry, string group) => new(
        double.TryParse(registry.GroupOption(group, "JobShare"), NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is > 0 and < 1e9 ? share : Usual,
        registry.PropertiesOf(group).Has(DiracProperties.JobSharing),
        registry.GroupOption(group, "AllowBackgroundTQs")?.Trim().ToUpperInvariant() is "Y" or "YES" or "TRUE" or "1");
}
