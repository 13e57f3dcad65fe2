using Dirac.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Workload.Impossible;

/// <summary>Jobs that nothing known could run: found, told, and told again when that changes.</summary>
internal static class ImpossibleFeature
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<JudgeQueues>();
        services.AddHostedService(provider => provider.GetRequiredService<JudgeQueues>());
        services.AddTask<QueueVerdict, TellJobs>(
            new TaskDefinition("TellImpossibleJobs") { Database = "TaskQueueDB", Priority = TaskPriority.Background }, WorkloadJsonContext.Default.QueueVerdict);
    }
}
