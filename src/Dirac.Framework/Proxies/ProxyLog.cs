using Dirac.Security.Calls;

namespace Dirac.Framework.Proxies;

/// <summary>Writes down who did what with whose proxy.</summary>
internal sealed class ProxyLog(ProxyDatabase database, TimeProvider clock)
{
    /// <summary>Writes a line; when it returns, it is on disk.</summary>
    public Task AddAsync(string action, GridCaller caller, string dn, string group, CancellationToken cancellationToken)
    {
        var row = new ProxyLogRow { Action = action, IssuerDN = Fit(caller.Dn), IssuerGroup = Fit(caller.Group), TargetDN = Fit(dn), TargetGroup = Fit(group), Timestamp = clock.GetUtcNow().UtcDateTime };
        return database.WriteAsync((session, token) => ProxyLogStore.AddAsync(session, row, token), cancellationToken);
    }

    // Names come from the caller, and the columns take no more.
    private static string Fit(string text) => text.Length > 255 ? text[..255] : text;
}
