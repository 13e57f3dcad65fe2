namespace Dirac.Framework.Proxies;

/// <summary>Operations: tell whose proxies are kept and what was done with them. Nothing here reads a key.</summary>
internal sealed class ListProxies(ProxyDatabase database, ProxyRegistry registry, TimeProvider clock)
{
    /// <summary>The proxies of a user, of all the names the registry gives it; null when it gives none.</summary>
    public async Task<IReadOnlyList<StoredProxyRow>?> OfUserAsync(string user, CancellationToken cancellationToken)
    {
        var dns = registry.DnsOf(user);
        if (dns.Count == 0) return null;
        var query = new TableQuery();
        query.Where(nameof(StoredProxyRow.UserDN), dns);
        return await SelectAsync(query, cancellationToken);
    }

    /// <summary>Whose proxies there are.</summary>
    /// <param name="user">Only this user's; null for all.</param>
    /// <param name="seconds">Only those valid for longer; 0 for all.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<IReadOnlyList<StoredProxyRow>> UsersAsync(string? user, long seconds, CancellationToken cancellationToken)
    {
        DateTime? beyond = seconds == 0 ? null : clock.GetUtcNow().UtcDateTime.AddSeconds(Math.Clamp(seconds, int.MinValue, int.MaxValue));
        return database.ReadAsync((session, token) => CleanProxyStore.UsersAsync(session, user, beyond, token), cancellationToken);
    }

    /// <summary>Proxies by conditions.</summary>
    public Task<IReadOnlyList<StoredProxyRow>> SelectAsync(TableQuery query, CancellationToken cancellationToken) =>
        database.ReadAsync((session, token) => CleanProxyStore.SelectAsync(session, query, token), cancellationToken);

    /// <summary>Lines of the log by conditions, and how many there are in all.</summary>
    public Task<(IReadOnlyList<ProxyLogRow> Rows, long Total)> LogAsync(TableQuery query, CancellationToken cancellationToken) => database.ReadAsync(
        async (session, token) => (await ProxyLogStore.SelectAsync(session, query, token), await ProxyLogStore.CountAsync(session, query, token)), cancellationToken);
}
