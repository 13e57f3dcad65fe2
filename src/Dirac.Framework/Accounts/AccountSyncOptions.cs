using System.Globalization;
using Dirac.Model.Configuration;

namespace Dirac.Framework.Accounts;

/// <summary>What the synchronisation of accounts may do: <c>/Systems/Framework/Agents/AccountSync</c>.</summary>
/// <param name="Vos">The VOs that are synchronised by themselves; none by default.</param>
/// <param name="IsDryRun">Whether differences are only logged; so by default.</param>
/// <param name="AddsUsers">Whether members are registered; so by default.</param>
/// <param name="ChangesUsers">Whether addresses follow the provider's; so by default.</param>
/// <param name="LiftsSuspensions">Whether suspended users who are active at the provider are restored; not by default, as somebody may have suspended them here.</param>
/// <param name="Period">How often: at least a minute, four hours by default.</param>
internal sealed record AccountSyncOptions(
    IReadOnlyList<string> Vos, bool IsDryRun = true, bool AddsUsers = true, bool ChangesUsers = true, bool LiftsSuspensions = false, TimeSpan Period = default)
{
    private static readonly TimeSpan UsualPeriod = TimeSpan.FromHours(4);
    private const int ShortestPeriod = 60;

    /// <summary>Reads them. What cannot be understood counts as not given.</summary>
    public static AccountSyncOptions Read(CfgSection root)
    {
        var section = SystemSections.Find(root, "Framework", "Agents/AccountSync") ?? CfgSection.Empty;
        var isNumber = double.TryParse(section.GetOption("PollingTime"), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds);
        return new AccountSyncOptions(
            section.GetList("VOs"),
            section.GetBool("DryRun", fallback: true),
            section.GetBool("AutoAddUsers", fallback: true),
            section.GetBool("AutoModifyUsers", fallback: true),
            section.GetBool("AutoLiftSuspendedStatus"),
            isNumber && seconds is >= ShortestPeriod and < 1e9 ? TimeSpan.FromSeconds(seconds) : UsualPeriod);
    }
}
