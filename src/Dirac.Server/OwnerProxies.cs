using System.Collections.Concurrent;
using Dirac.Framework.Proxies;
using Dirac.Model.Errors;
using Dirac.Security.Calls;
using Dirac.Security.Identities;
using Dirac.Workload.Ports;

namespace Dirac.Server;

/// <summary>Gives the workload system the proxies that the framework keeps.</summary>
internal sealed class OwnerProxies(FetchPayloadProxy proxies, TimeProvider clock) : IOwnerProxies
{
    private const int MostOwners = 10_000;
    private static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    public async ValueTask<bool> HasAsync(string owner, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(owner, out var known) && clock.GetElapsedTime(known.At) < GoodFor) return known.HasProxy;
        if (_known.Count >= MostOwners) _known.Clear();
        var fresh = new Known(await proxies.HasAsync(owner, cancellationToken), clock.GetTimestamp());
        _known[owner] = fresh;
        return fresh.HasProxy;
    }

    public async Task<string> SignAsync(Caller pilot, string owner, string group, string requestPem, TimeSpan lifetime, CancellationToken cancellationToken) =>
        await proxies.GetAsync(AsGridCaller(pilot), owner, group, new PayloadProxyRequest(requestPem, lifetime), cancellationToken) switch
        {
            ProxyOutcome.Given given => given.ChainPem,
            ProxyOutcome.Refused refused => throw new DiracException(ErrorCode.NotFound, refused.Reason, $"{owner} should upload a proxy that lives longer: dirac proxy upload."),
            _ => throw new InvalidOperationException("An unknown outcome."),
        };

    // Pilots of ours have no certificate: the log names them by their token.
    private static GridCaller AsGridCaller(Caller pilot) => new()
    {
        Dn = $"/O=DIRAC/CN={pilot.Subject}",
        UserName = pilot.UserName,
        Group = pilot.Group,
        Vo = pilot.Vo,
        Properties = pilot.Properties,
        ShownProperties = [.. pilot.Properties],
    };

    private sealed record Known(bool HasProxy, long At);
}
