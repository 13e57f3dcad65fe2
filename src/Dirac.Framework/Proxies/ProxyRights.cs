using Dirac.Security.Calls;
using Dirac.Security.Identities;

namespace Dirac.Framework.Proxies;

/// <summary>Who may take whose proxy: DIRAC's rules about the three Delegation properties. Pure.</summary>
internal static class ProxyRights
{
    /// <summary>Judges a request.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="dn">For whose proxy.</param>
    /// <param name="groupProperties">Properties of the group it is to have.</param>
    /// <param name="isLimited">Whether only a limited proxy is allowed.</param>
    /// <returns>Why not; null when it is allowed.</returns>
    public static string? WhyNot(GridCaller caller, string dn, PropertySet groupProperties, out bool isLimited)
    {
        isLimited = !caller.Properties.Has(DiracProperties.FullDelegation);
        if (!isLimited || caller.Properties.Has(DiracProperties.LimitedDelegation)) return null;
        if (!caller.Properties.Has(DiracProperties.PrivateLimitedDelegation)) return "You can't get proxies!";
        if (caller.Dn != dn) return "You are not allowed to download any proxy";
        return groupProperties.Has(DiracProperties.PrivateLimitedDelegation) ? null : "You can't download proxies for that group";
    }
}
