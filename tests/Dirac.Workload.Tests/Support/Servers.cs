using Dirac.Persistence;

[assembly: AssemblyFixture(typeof(Dirac.Workload.Tests.Support.Servers))]

namespace Dirac.Workload.Tests.Support;

/// <summary>The servers for all tests that go through the door: tests keep apart by using VOs of their own.</summary>
public sealed class Servers : PerEngine<WorkloadServer>
{
    protected override Task<WorkloadServer> MakeAsync(Engine engine) => WorkloadServer.StartAsync(engine);
}
