using System.Text;
using Dirac.Hosting.Serving.GridTls;
using Dirac.Persistence;
using Dirac.Security.Certificates.Proxies;
using Dirac.Security.Certificates.Validation;
using Microsoft.Extensions.Logging;

namespace Dirac.Framework.Proxies;

/// <summary>Operations: take a proxy into custody, in two steps, so that its key is made here and no key travels.</summary>
internal sealed partial class UploadProxy(ProxyDatabase database, ProxyRegistry registry, GridTlsKeeper grid, TimeProvider clock, ILogger<UploadProxy> logger)
{
    private static readonly TimeSpan RequestLife = TimeSpan.FromSeconds(300);

    /// <summary>First step: makes a request for <paramref name="dn"/> to sign within five minutes.</summary>
    /// <returns>The request's number, and the request as PEM.</returns>
    public async Task<(long Id, string RequestPem)> RequestAsync(string dn, CancellationToken cancellationToken)
    {
        var request = DelegationRequest.Create();
        var expires = clock.GetUtcNow().UtcDateTime + RequestLife;
        var id = await database.WriteAsync((session, token) => DelegationRequestStore.AddAsync(session, dn, request.ToPem(), expires, token), cancellationToken);
        LogRequested(dn, id);
        return (id, request.RequestPem);
    }

    /// <summary>Second step: judges the chain that <paramref name="dn"/> has signed, and keeps the proxy unless a longer one is kept already.</summary>
    /// <returns>Why not; null when it is done. The request is used up then.</returns>
    public async Task<ProxyOutcome.Refused?> CompleteAsync(string dn, long id, string chainPem, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var request = await database.ReadAsync((session, token) => DelegationRequestStore.FindAsync(session, id, dn, now.UtcDateTime, token), cancellationToken);
        if (request is null) return NoRequest(id);
        using var proxy = DelegationRequest.TryComplete(request, chainPem);
        var refused = proxy is null
            ? new ProxyOutcome.Refused(ProxyErrors.Certificate, "The chain cannot be read, or its first certificate is not for the key of the request")
            : await TakeAsync(dn, id, proxy, now, cancellationToken);
        if (refused is not null) LogRefused(dn, id, refused.Reason);
        return refused;
    }

    private static ProxyOutcome.Refused NoRequest(long id) => new(ProxyErrors.None, $"No requests with id {id}");

    private async Task<ProxyOutcome.Refused?> TakeAsync(string dn, long id, GridCredential proxy, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var verdict = grid.Clients.Judge(proxy.Certificates);
        if (UploadVerdict.WhyNot(dn, verdict, proxy.IsProxy, now) is { } refused) return refused;
        if (registry.UserOf(dn) is not { } user) return new(ProxyErrors.None, $"No username found for dn {dn}");
        var row = new StoredProxyRow
        {
            UserName = user,
            UserDN = dn,
            Pem = Encoding.ASCII.GetBytes(ProxyFile.ToPem(proxy)),
            ExpirationTime = ((ChainVerdict.Accepted)verdict).Peer.ExpiresAt.UtcDateTime,
        };
        var (isOpen, isKept) = await database.WriteAsync((session, token) => KeepAsync(session, id, row, now.UtcDateTime, token), cancellationToken);
        if (!isOpen) return NoRequest(id);
        if (isKept) LogKept(dn, row.ExpirationTime);
        else LogShorter(dn);
        return null;
    }

    private static async Task<(bool IsOpen, bool IsKept)> KeepAsync(IDbSession session, long id, StoredProxyRow row, DateTime now, CancellationToken cancellationToken)
    {
        // A request is good for one proxy, however often its completion is sent at the same time.
        if (await DelegationRequestStore.DeleteAsync(session, id, cancellationToken) == 0) return (false, false);
        var known = await CleanProxyStore.FindAsync(session, row.UserDN, now, cancellationToken);
        if (known is { Text.Length: > 0 } && row.ExpirationTime <= known.ExpirationTime) return (true, false);
        await CleanProxyStore.KeepAsync(session, row, cancellationToken);
        await ProxyLogStore.AddAsync(
            session,
            new ProxyLogRow
            {
                Action = "store proxy", Timestamp = now,
                IssuerDN = row.UserDN, IssuerGroup = CleanProxyStore.Uploaded, TargetDN = row.UserDN, TargetGroup = CleanProxyStore.Uploaded,
            },
            cancellationToken);
        return (true, true);
    }

    [LoggerMessage(5600, LogLevel.Information, "{Dn} will upload a proxy: request {Id}")]
    private partial void LogRequested(string dn, long id);

    [LoggerMessage(5601, LogLevel.Information, "A proxy of {Dn} is kept, until {Until:u}")]
    private partial void LogKept(string dn, DateTime until);

    [LoggerMessage(5602, LogLevel.Information, "The proxy that {Dn} uploaded is not longer than the one that is kept")]
    private partial void LogShorter(string dn);

    [LoggerMessage(5603, LogLevel.Warning, "The proxy that {Dn} uploaded for request {Id} is refused: {Reason}")]
    private partial void LogRefused(string dn, long id, string reason);
}
