using Dirac.Model.Errors;
using Dirac.Security.Identities;

namespace Dirac.Workload.Ports;

/// <summary>Stands where an installation keeps no proxies: payloads run without.</summary>
internal sealed class NoOwnerProxies : IOwnerProxies
{
    public ValueTask<bool> HasAsync(string owner, CancellationToken cancellationToken) => new(false);

    public Task<string> SignAsync(Caller pilot, string owner, string group, string requestPem, TimeSpan lifetime, CancellationToken cancellationToken) =>
        throw new DiracException(ErrorCode.NotFound, $"No proxies are kept here, so {owner} has none.");
}
