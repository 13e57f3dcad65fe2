using Dirac.Hosting.Serving.GridTls;
using Dirac.Security.Certificates.Proxies;
using Dirac.Security.Certificates.Validation;
using Microsoft.Extensions.Logging;

namespace Dirac.Framework.Proxies;

/// <summary>Operation: finds the proxy that somebody has uploaded, if it may be used. It does not leave the server: others are signed with it.</summary>
internal sealed partial class FindProxy(ProxyDatabase database, ProxyRegistry registry, GridTlsKeeper grid, TimeProvider clock, ILogger<FindProxy> logger)
{
    /// <summary>Looks for the proxy of <see cref="ProxyClaim.Dn"/>.</summary>
    public async Task<StoredProxy> FindAsync(ProxyClaim claim, CancellationToken cancellationToken)
    {
        if (WhyNot(claim) is { } refused) return new StoredProxy.Missing(refused);
        var now = clock.GetUtcNow();
        var row = await database.ReadAsync((session, token) => CleanProxyStore.FindAsync(session, claim.Dn, now.UtcDateTime, token), cancellationToken);
        // DIRAC's words: without other sources of proxies nothing can be generated.
        if (row is null || Left(row, now).TotalSeconds <= claim.Seconds) return Missing(claim, $"No proxy providers found for \"{claim.Dn}\"");
        return ProxyFile.TryParse(row.Text) is { } credential ? await JudgeAsync(claim, credential, Left(row, now), cancellationToken) : Unreadable(claim);
    }

    /// <summary>Whether <paramref name="user"/> has uploaded a proxy that is still valid.</summary>
    public async Task<bool> HasAsync(string user, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return (await database.ReadAsync((session, token) => CleanProxyStore.UsersAsync(session, user, now, token), cancellationToken)).Any(row => row.UserName == user);
    }

    /// <summary>Why a claim is refused before any store is looked at; null when nothing is against it.</summary>
    public ProxyOutcome.Refused? WhyNot(ProxyClaim claim)
    {
        if (!registry.IsDownloadable(claim.Group)) return new(ProxyErrors.None, $"\"{claim.Group}\" group is disable to download.");
        return registry.WhyNot(claim.Dn, claim.Group) is { } reason ? Missing(claim, reason).Why : null;
    }

    /// <summary>Bits of the key of the proxy that is kept for <paramref name="dn"/>; null when there is none.</summary>
    public async Task<int?> StrengthAsync(string dn, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var row = await database.ReadAsync((session, token) => CleanProxyStore.FindAsync(session, dn, now, token), cancellationToken);
        using var credential = row is null ? null : ProxyFile.TryParse(row.Text);
        return credential?.KeyBits;
    }

    /// <summary>Whether a proxy from a store may still be used for <paramref name="dn"/>: its chain is judged as if it had just been presented.</summary>
    public ChainVerdict.Refused? WhyUnusable(GridCredential credential, string dn) => grid.Clients.Judge(credential.Certificates) switch
    {
        ChainVerdict.Refused refused => refused,
        ChainVerdict.Accepted accepted when accepted.Peer.Identity.OneLine != dn => new(ChainFault.IdentityNotUsable, accepted.Peer.Identity.OneLine),
        _ => null,
    };

    private static TimeSpan Left(StoredProxyRow row, DateTimeOffset now) => row.ExpirationTime - now.UtcDateTime;

    private static StoredProxy.Missing Missing(ProxyClaim claim, string reason) => new(
        ProxyErrors.NoProxy,
        $"Can't get proxy{(claim.Seconds == 0 ? "" : $" for {claim.Seconds} seconds")}: {Registered(claim)}, try to generate new; Cannot generate proxy: {reason}");

    private static string Registered(ProxyClaim claim) => $"{claim.Dn}@{claim.Group} has no proxy registered";

    private async Task<StoredProxy> JudgeAsync(ProxyClaim claim, GridCredential credential, TimeSpan left, CancellationToken cancellationToken)
    {
        if (WhyUnusable(credential, claim.Dn) is not { } refused) return new StoredProxy.Found(credential, left);
        credential.Dispose();
        LogUnusable(claim.Dn, refused.Reason);
        // What time or the authority has ended does not come back; a revocation list that is out of date does.
        if (refused.Fault is not (ChainFault.Expired or ChainFault.Revoked)) return new StoredProxy.Missing(ProxyErrors.NoProxy, $"{Registered(claim)} that can be used. {refused.Reason}");
        await database.WriteAsync((session, token) => CleanProxyStore.DeleteAsync(session, claim.Dn, token), cancellationToken);
        return new StoredProxy.Missing(ProxyErrors.NoProxy, Registered(claim));
    }

    private StoredProxy.Missing Unreadable(ProxyClaim claim)
    {
        LogUnreadable(claim.Dn);
        return Missing(claim, $"No proxy providers found for \"{claim.Dn}\"");
    }

    [LoggerMessage(5610, LogLevel.Warning, "The stored proxy of {Dn} cannot be used: {Reason}")]
    private partial void LogUnusable(string dn, string reason);

    [LoggerMessage(5611, LogLevel.Error, "The stored proxy of {Dn} cannot be read; its owner should upload another.")]
    private partial void LogUnreadable(string dn);
}
