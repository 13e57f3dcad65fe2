using Dirac.Hosting.Configuration;
using Dirac.Tasks;
using Dirac.Workload.Housekeeping.Cleaning;
using Dirac.Workload.Housekeeping.Stalled;
using Dirac.Workload.Sandboxes;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Workload.Housekeeping;

/// <summary>What DIRAC's agents do about jobs and sandboxes, as tasks.</summary>
internal static class HousekeepingFeature
{
    private const string JobDB = "JobDB";
    private static readonly TimeSpan StalledJobs = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan JobCleaning = TimeSpan.FromHours(1);
    private static readonly TimeSpan SandboxCleaning = TimeSpan.FromHours(1);
    private static readonly TimeSpan DeadOptimizers = TimeSpan.FromMinutes(1);

    public static void Add(IServiceCollection services)
    {
        var json = HousekeepingJsonContext.Default;
        services.AddSingleton<StalledJobEffects>();
        services.AddTask<StalledJobRound, TreatStalledJobs>(Background("StalledJobAgent", TaskSize.Medium), json.StalledJobRound);
        services.AddInterval("StalledJobAgent", PollingTime(StalledJobSettings.Agent, StalledJobs), new StalledJobRound());
        services.AddTask<JobCleaningRound, CleanJobs>(Background("JobCleaningAgent", TaskSize.Large), json.JobCleaningRound);
        services.AddInterval("JobCleaningAgent", PollingTime(JobCleaningSettings.Agent, JobCleaning), new JobCleaningRound());
        services.AddTask<SandboxRound, CleanSandboxes>(Background("CleanSandboxes", TaskSize.Large), json.SandboxRound);
        services.AddInterval("CleanSandboxes", SandboxCleaning, new SandboxRound());
        services.AddTask<DeadOptimizerRound, FailDeadOptimizations>(Background("FailDeadOptimizations", TaskSize.Medium), json.DeadOptimizerRound);
        services.AddInterval("FailDeadOptimizations", DeadOptimizers, new DeadOptimizerRound());
    }

    // A round goes on until nothing is due, which after a long outage takes a while.
    private static TaskDefinition Background(string name, TaskSize size) =>
        new(name) { Database = JobDB, Priority = TaskPriority.Background, Size = size, TimeLimit = TimeSpan.FromHours(2) };

    private static Func<IServiceProvider, TimeSpan> PollingTime(string agent, TimeSpan usual) =>
        provider => AgentSection.Of(provider.GetRequiredService<IConfigurationSnapshots>(), agent).PollingTime(usual);
}
