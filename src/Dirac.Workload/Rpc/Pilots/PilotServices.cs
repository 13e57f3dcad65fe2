using Dirac.Hosting.Rpc;
using Dirac.Workload.Rpc.Matching;
using Dirac.Workload.Rpc.Sandboxes;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Workload.Rpc.Pilots;

/// <summary>What DIRAC's own pilots call, and those who look after pilots, as services of DIRAC's protocols.</summary>
internal static class PilotServices
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<MatchForeignPilot>();
        services.AddRpcService<MatcherRpc>();
        services.AddSingleton<JobVo>();
        services.AddRpcService<SandboxStoreRpc>();
        services.AddSingleton<PilotQueries>().AddSingleton<PilotSummaries>().AddSingleton<PilotSites>().AddSingleton<PilotChanges>();
        services.AddRpcService<PilotManagerRpc>();
    }
}
