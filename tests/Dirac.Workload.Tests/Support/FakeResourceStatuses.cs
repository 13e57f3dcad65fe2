using System.Collections.Concurrent;
using Dirac.Workload.Ports;

namespace Dirac.Workload.Tests.Support;

/// <summary>What is said of sites and computing elements, to the VO of one test.</summary>
internal sealed class FakeResourceStatuses : IResourceStatuses
{
    private readonly ConcurrentDictionary<(string VO, string Name), ResourceStatus> _said = new();

    public void Say(string vo, string name, string status, string reason = "") => _said[(vo, name)] = new ResourceStatus(status, reason);

    public ResourceStatus? OfSite(string vo, string site) => _said.GetValueOrDefault((vo, site));

    public ResourceStatus? OfComputingElement(string vo, string ce) => _said.GetValueOrDefault((vo, ce));
}
