using Dirac.Persistence;
using Dirac.Workload.Pilots.BlackHoles;
using Dirac.Workload.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

[assembly: AssemblyFixture(typeof(Dirac.Workload.Tests.Model.ModelServers))]

namespace Dirac.Workload.Tests.Model;

/// <summary>Servers that nobody uses but the model's tests. Their pilots fail at random and are not stopped for it.</summary>
public sealed class ModelServers : PerEngine<WorkloadServer>
{
    protected override async Task<WorkloadServer> MakeAsync(Engine engine)
    {
        var server = await WorkloadServer.StartAsync(engine);
        server.Services.GetRequiredService<IOptions<BlackHoleOptions>>().Value.Enabled = false;
        return server;
    }
}
