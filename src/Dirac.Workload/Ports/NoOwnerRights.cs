using Dirac.Security.Identities;

namespace Dirac.Workload.Ports;

/// <summary>Where nobody knows what owners may do, payloads get nothing to act for them with.</summary>
internal sealed class NoOwnerRights : IOwnerRights
{
    public Task<PropertySet?> OfAsync(string owner, string group, string vo, CancellationToken cancellationToken) => Task.FromResult<PropertySet?>(null);
}
