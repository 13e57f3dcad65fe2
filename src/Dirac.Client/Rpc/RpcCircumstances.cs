using Dirac.Model.Configuration;
using Dirac.Wire.Dips;

namespace Dirac.Client.Rpc;

/// <summary>What a client tells a service beside the call.</summary>
/// <param name="Setup">Its set-up.</param>
/// <param name="Vo">Its VO.</param>
/// <param name="Version">Its version.</param>
/// <param name="Claim">What it claims beside its certificate.</param>
internal sealed record RpcCircumstances(string Setup, string Vo, string Version, DipsExtraCredentials Claim)
{
    /// <summary>Gathers them.</summary>
    public static RpcCircumstances Of(CfgSection root, RpcIdentity identity, string version) => new(
        root.GetOption("/DIRAC/Setup", ""),
        root.GetOption("/DIRAC/VirtualOrganization", "unknown"),
        version,
        identity switch
        {
            { DelegatedDn: { } dn, DelegatedGroup: { } group } => new DipsExtraCredentials.Delegation(dn, group),
            { IsHost: true } => new DipsExtraCredentials.Host(),
            _ => new DipsExtraCredentials.None(),
        });
}
