using Dirac.Persistence;
using Dirac.Workload.Tests.Support;

[assembly: AssemblyFixture(typeof(Dirac.Workload.Tests.Housekeeping.HousekeepingServers))]

namespace Dirac.Workload.Tests.Housekeeping;

/// <summary>Servers for tests whose rounds go over all jobs, so that they do not clean up after other tests.</summary>
public sealed class HousekeepingServers : PerEngine<WorkloadServer>
{
    protected override Task<WorkloadServer> MakeAsync(Engine engine) => WorkloadServer.StartAsync(engine);
}
