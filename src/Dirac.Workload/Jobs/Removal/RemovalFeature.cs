using Dirac.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Workload.Jobs.Removal;

/// <summary>Removing jobs for good.</summary>
internal static class RemovalFeature
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<JobRemoval>().AddSingleton<RemoveJobs>();
        services.AddTask<RemovedJobs, ForgetRemovedJobs>(
            new TaskDefinition("ForgetRemovedJobs") { Database = "JobDB", BatchSize = 10 }, WorkloadJsonContext.Default.RemovedJobs);
    }
}
