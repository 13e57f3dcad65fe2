using System.Collections.Concurrent;
using Dirac.Model.Errors;
using Dirac.Security.Identities;
using Dirac.Workload.Ports;

namespace Dirac.Workload.Tests.Support;

/// <summary>Proxies of the users a test names; a chain says for whom, in which group and for how long it was signed.</summary>
internal sealed class FakeOwnerProxies : IOwnerProxies
{
    private readonly ConcurrentDictionary<string, bool> _owners = new();

    public void Give(string owner) => _owners[owner] = true;

    public ValueTask<bool> HasAsync(string owner, CancellationToken cancellationToken) => new(_owners.ContainsKey(owner));

    public Task<string> SignAsync(Caller pilot, string owner, string group, string requestPem, TimeSpan lifetime, CancellationToken cancellationToken) => _owners.ContainsKey(owner)
        ? Task.FromResult($"{owner}/{group}/{lifetime.TotalSeconds}/{requestPem}")
        : throw new DiracException(ErrorCode.NotFound, $"{owner} has no proxy.");
}
