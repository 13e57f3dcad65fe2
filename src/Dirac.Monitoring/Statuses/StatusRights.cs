using Dirac.Model.Errors;
using Dirac.Security.Identities;

namespace Dirac.Monitoring.Statuses;

/// <summary>Who may change statuses, and for which VO. Pure.</summary>
internal static class StatusRights
{
    /// <summary>Who may change any; in DIRAC it is SiteManager alone.</summary>
    public static readonly string[] Changers = [DiracProperties.SiteManager, DiracProperties.ServiceAdministrator, DiracProperties.Operator];

    private static readonly string[] OfEverybody = [DiracProperties.SiteManager, DiracProperties.ServiceAdministrator];

    /// <summary>The VO a change is for.</summary>
    /// <param name="caller">Who changes.</param>
    /// <param name="vo">The VO asked for; null for every one.</param>
    /// <exception cref="DiracException">The caller may not change it for that VO.</exception>
    public static string DemandVo(Caller caller, string? vo)
    {
        var wanted = string.IsNullOrWhiteSpace(vo) ? StatusRow.AllVos : vo.Trim();
        if (wanted == caller.Vo) return wanted;
        if (wanted != StatusRow.AllVos) throw new DiracException(ErrorCode.NotAuthorized, $"Statuses for {wanted} are not yours to change.", $"Change them for {caller.Vo}.");
        return caller.Properties.HasAny(OfEverybody)
            ? wanted
            : throw new DiracException(
                ErrorCode.NotAuthorized, $"A change for every VO needs one of the properties {string.Join(", ", OfEverybody)}.", $"Change it for your VO only: {caller.Vo}.");
    }
}
