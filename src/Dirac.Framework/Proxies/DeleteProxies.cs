using Dirac.Security.Calls;
using Dirac.Security.Identities;

namespace Dirac.Framework.Proxies;

/// <summary>Operation: forgets a proxy, with everything that was made of it here.</summary>
internal sealed class DeleteProxies(ProxyDatabase database, ProxyLog log)
{
    /// <summary>Forgets the proxies of <paramref name="dn"/>: one's own, or anybody's for those who manage proxies.</summary>
    /// <returns>Why not; null when it is done.</returns>
    public async Task<string?> DeleteAsync(GridCaller caller, string dn, string group, CancellationToken cancellationToken)
    {
        if (!caller.Properties.Has(DiracProperties.ProxyManagement) && dn != caller.Dn) return "You aren't allowed!";
        await database.WriteAsync(
            async (session, token) =>
            {
                await CleanProxyStore.DeleteAsync(session, dn, token);
                // DIRAC leaves these until they expire; who takes a proxy back wants it gone.
                await VomsProxyStore.DeleteAsync(session, dn, token);
            },
            cancellationToken);
        await log.AddAsync("delete proxy", caller, dn, group, cancellationToken);
        return null;
    }
}
