using Dirac.Hosting.Configuration;
using Dirac.Tasks;
using Dirac.Workload.Housekeeping;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Workload.SiteDirection;

/// <summary>What DIRAC's SiteDirector does, as tasks.</summary>
internal static class SiteDirectionFeature
{
    private const string Agent = "SiteDirector";
    private const string JobDB = "JobDB";
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(10);

    public static void Add(IServiceCollection services)
    {
        var json = WorkloadJsonContext.Default;
        services.AddOptions<SiteDirectionOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<DirectedQueues>().AddSingleton<PilotPrograms>().AddSingleton<PilotWays>().AddSingleton<FollowPilots>().AddSingleton<HandInPilots>();
        services.AddHostedService<SiteBell>();
        services.AddTask<SiteRound, DirectSites>(new TaskDefinition("DirectSites") { Database = JobDB, Size = TaskSize.Medium }, json.SiteRound);
        services.AddTask<QueueVisit, DirectQueue>(new TaskDefinition("DirectQueue") { Database = JobDB, Size = TaskSize.Medium, TimeLimit = TimeSpan.FromMinutes(20) }, json.QueueVisit);
        services.AddInterval(Agent, provider => AgentSection.Of(provider.GetRequiredService<IConfigurationSnapshots>(), Agent).PollingTime(Round), new SiteRound());
    }
}
