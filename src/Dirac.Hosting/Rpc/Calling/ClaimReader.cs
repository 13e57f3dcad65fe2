using Dirac.Security.Calls;
using Dirac.Wire.Dips;

namespace Dirac.Hosting.Rpc.Calling;

/// <summary>Turns what clients claim beside their certificate, as it travels, into what rules are judged by.</summary>
internal static class ClaimReader
{
    public static ExtraCredentials Read(DipsExtraCredentials sent) => sent switch
    {
        DipsExtraCredentials.None => ExtraCredentials.None,
        DipsExtraCredentials.Host => ExtraCredentials.Host,
        DipsExtraCredentials.Group group => new ExtraCredentials.GroupClaim(group.Name),
        DipsExtraCredentials.Delegation to => new ExtraCredentials.Delegation(to.DistinguishedName, to.GroupName),
        _ => new ExtraCredentials.Malformed(),
    };
}
