using Dirac.Hosting.Configuration;
using Dirac.Tasks;
using Dirac.Workload.Pilots.BlackHoles;
using Dirac.Workload.Pilots.Orders;
using Dirac.Workload.Pilots.Records;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Workload.Pilots;

/// <summary>What is known of pilots, orders to them, and black holes.</summary>
internal static class PilotsFeature
{
    private const string Database = "JobDB";

    public static void Add(IServiceCollection services)
    {
        services.AddOptions<PilotRecordsOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<BlackHoleOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<StopBell>().AddSingleton<StopPilots>().AddSingleton<MatchUnlessStopped>().AddSingleton<SuspectPilots>();
        services.AddSingleton<AddPilotReferences>().AddSingleton<SetPilotJobs>().AddSingleton<KillPilots>().AddSingleton<RemovePilots>();
        services.AddSingleton<PilotJobs>().AddSingleton<DescribePilots>().AddSingleton<GroupPilots>();
        services.AddSingleton<WritePilotLog>().AddSingleton<ReadPilotRecords>().AddSingleton<KeepPilotOutput>();
        AddTasks(services);
    }

    public static void Map(IEndpointRouteBuilder routes) => PilotRecordEndpoints.Map(routes);

    private static void AddTasks(IServiceCollection services)
    {
        var json = WorkloadJsonContext.Default;
        services.AddTask<PilotStopped, NoteStops>(new TaskDefinition("NotePilotStops") { Database = Database, BatchSize = 200 }, json.PilotStopped);
        services.AddTask<PilotSuspected, JudgePilots>(new TaskDefinition("JudgePilots") { Database = Database, BatchSize = 20 }, json.PilotSuspected);
        services.AddTask<PilotStatusRound, CleanPilots>(new TaskDefinition("CleanPilots") { Database = Database, Priority = TaskPriority.Background }, json.PilotStatusRound);
        services.AddInterval(
            "CleanPilots", provider => PilotStatusAgentOptions.PollingTime(provider.GetRequiredService<IConfigurationSnapshots>().Current.Root), new PilotStatusRound());
    }
}
