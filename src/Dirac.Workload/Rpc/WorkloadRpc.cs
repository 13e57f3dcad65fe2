using Dirac.Hosting.Rpc;
using Dirac.Workload.Rpc.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Workload.Rpc;

/// <summary>DIRAC's services of this room.</summary>
internal static class WorkloadRpc
{
    public static void Add(IServiceCollection services) =>
        services.AddSingleton<JobSelections>().AddRpcService<JobMonitoringRpc>().AddRpcService<JobManagerRpc>().AddRpcService<JobStateUpdateRpc>();
}
