using Dirac.Security.Calls;

namespace Dirac.Framework.Proxies;

/// <summary>Operation: the proxy with which a job's payload acts for its owner. It is always limited, and has the group's VOMS attribute if the group has one.</summary>
/// <remarks>Whether the requester may act for that job is the caller's business. Every request is written down.</remarks>
public sealed class FetchPayloadProxy
{
    private readonly ProxyRegistry _registry;
    private readonly FindProxy _find;
    private readonly FetchProxy _plain;
    private readonly FetchVomsProxy _voms;
    private readonly ProxyLog _log;

    internal FetchPayloadProxy(ProxyRegistry registry, FindProxy find, FetchProxy plain, FetchVomsProxy voms, ProxyLog log)
    {
        _registry = registry;
        _find = find;
        _plain = plain;
        _voms = voms;
        _log = log;
    }

    /// <summary>Whether a proxy of <paramref name="owner"/>, a user name, is kept that is still valid.</summary>
    public Task<bool> HasAsync(string owner, CancellationToken cancellationToken) => _find.HasAsync(owner, cancellationToken);

    /// <summary>Signs the request with the owner's proxy.</summary>
    /// <param name="requester">Who gets it, for the log.</param>
    /// <param name="owner">The job's owner, a user name.</param>
    /// <param name="group">The job's group.</param>
    /// <param name="request">The requester's key and how long it needs the proxy.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<ProxyOutcome> GetAsync(GridCaller requester, string owner, string group, PayloadProxyRequest request, CancellationToken cancellationToken)
    {
        ProxyOutcome outcome = new ProxyOutcome.Refused(ProxyErrors.NoProxy, $"No DN found for user {owner}");
        foreach (var dn in _registry.DnsOf(owner))
        {
            var claim = new ProxyClaim(dn, group, (long)request.Lifetime.TotalSeconds, IsLimited: true);
            await _log.AddAsync("download proxy", requester, dn, group, cancellationToken);
            outcome = _registry.VomsAttributeOf(group) is { } attribute
                ? await _voms.GetAsync(claim, attribute, request.RequestPem, cancellationToken)
                : await _plain.GetAsync(claim, request.RequestPem, cancellationToken);
            if (outcome is ProxyOutcome.Given) break;
        }

        return outcome;
    }
}
