using System.Collections.Concurrent;
using Dirac.Security.Identities;
using Dirac.Workload.Ports;

namespace Dirac.Workload.Tests.Support;

/// <summary>Every group may submit, share and administrate, for all but those who were suspended.</summary>
internal sealed class FakeOwnerRights : IOwnerRights
{
    private readonly ConcurrentDictionary<string, bool> _suspended = new();

    public void Suspend(string owner) => _suspended[owner] = true;

    public Task<PropertySet?> OfAsync(string owner, string group, string vo, CancellationToken cancellationToken) => Task.FromResult(_suspended.ContainsKey(owner)
        ? null
        : new PropertySet([DiracProperties.NormalUser, DiracProperties.JobSharing, DiracProperties.JobAdministrator]));
}
