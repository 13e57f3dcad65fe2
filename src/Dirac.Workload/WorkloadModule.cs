using Dirac.Hosting.Access;
using Dirac.Persistence;
using Dirac.Resources.Computing;
using Dirac.Resources.Ssh;
using Dirac.Tasks;
using Dirac.Workload.Attempts;
using Dirac.Workload.Housekeeping;
using Dirac.Workload.Jobs;
using Dirac.Workload.Jobs.Changes;
using Dirac.Workload.Jobs.Control;
using Dirac.Workload.Jobs.Counts;
using Dirac.Workload.Jobs.Parameters;
using Dirac.Workload.Jobs.Reading;
using Dirac.Workload.Jobs.Removal;
using Dirac.Workload.Jobs.Operations;
using Dirac.Workload.Jobs.Search;
using Dirac.Workload.Jobs.Status;
using Dirac.Workload.Jobs.Submission;
using Dirac.Workload.Logging;
using Dirac.Workload.Explaining;
using Dirac.Workload.Impossible;
using Dirac.Workload.Matching;
using Dirac.Workload.Matching.Limits;
using Dirac.Workload.Optimisation;
using Dirac.Workload.Pilots;
using Dirac.Workload.Ports;
using Dirac.Workload.Rescue;
using Dirac.Workload.Rpc.Pilots;
using Dirac.Workload.Resources;
using Dirac.Workload.Rpc;
using Dirac.Workload.Sandboxes;
using Dirac.Workload.Sets;
using Dirac.Workload.SiteDirection;
using Dirac.Workload.TaskQueues;
using Dirac.Workload.TaskQueues.Shares;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Dirac.Workload;

/// <summary>The whole surface of this room: jobs, task queues, matching, pilots and sandboxes.</summary>
public static class WorkloadModule
{
    private const string JobDB = "JobDB";
    private static readonly TimeSpan QueueCleaning = TimeSpan.FromMinutes(5);

    /// <summary>Registers operations, stores, optimizers and tasks. Does no I/O; repeating it changes nothing.</summary>
    /// <param name="services">Persistence, tasks and hosting must be registered too.</param>
    public static IServiceCollection AddWorkload(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(WorkloadDatabases))) return services;
        services.AddOptions<WorkloadOptions>().ValidateDataAnnotations().ValidateOnStart();
        foreach (var database in WorkloadDatabases.Names) services.AddSchema(database, typeof(WorkloadModule).Assembly);
        services.TryAddSingleton<IReplicaCatalogue, NoReplicaCatalogue>();
        services.TryAddSingleton<IOwnerProxies, NoOwnerProxies>();
        services.TryAddSingleton<IOwnerRights, NoOwnerRights>();
        services.TryAddSingleton<IResourceStatuses, NoResourceStatuses>();
        services.TryAddSingleton<IPilotGateway, NoPilotGateway>();
        services.TryAddSingleton(provider => new ComputingElements(SshSockets.Of(Path.GetTempPath()), new SshSettings(), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IJobParameterStore, SqlJobParameters>();
        services.TryAddSingleton(RandomSource.FromSystem());
        AddJobs(services);
        AddMatching(services);
        AddTasks(services);
        RemovalFeature.Add(services);
        ReadingFeature.Add(services);
        ChangesFeature.Add(services);
        OperationsFeature.Add(services);
        PilotsFeature.Add(services);
        SiteDirectionFeature.Add(services);
        SearchFeature.Add(services);
        JobSetsFeature.Add(services);
        HousekeepingFeature.Add(services);
        ResourcesFeature.Add(services);
        LimitsFeature.Add(services);
        SharesFeature.Add(services);
        ImpossibleFeature.Add(services);
        ExplainFeature.Add(services);
        WorkloadRpc.Add(services);
        PilotServices.Add(services);
        return services;
    }

    /// <summary>Maps the REST routes.</summary>
    /// <param name="routes">Where.</param>
    public static IEndpointRouteBuilder MapWorkload(this IEndpointRouteBuilder routes)
    {
        JobEndpoints.Map(routes);
        ReadingFeature.Map(routes);
        ChangesFeature.Map(routes);
        SandboxEndpoints.Map(routes, routes.ServiceProvider.GetRequiredService<IOptions<WorkloadOptions>>().Value.MaxSandboxBytes);
        PilotEndpoints.Map(routes);
        PilotsFeature.Map(routes);
        OperationsFeature.Map(routes);
        SearchFeature.Map(routes);
        JobSetsFeature.Map(routes);
        ExplainFeature.Map(routes);
        SiteDirectionFeature.Map(routes);
        return routes;
    }

    private static void AddJobs(IServiceCollection services)
    {
        services.AddSingleton<WorkloadDatabases>();
        services.AddSingleton<WorkloadConfiguration>();
        services.AddSingleton<LoggingDoorbell>().AddSingleton<LoggingOutbox>().AddSingleton<JobHistory>().AddSingleton<LoggingRelay>();
        services.AddHostedService(provider => provider.GetRequiredService<LoggingRelay>());
        services.AddSingleton<JobCountsKeeper>();
        services.AddHostedService(provider => provider.GetRequiredService<JobCountsKeeper>());
        services.AddSingleton<SubmitJobs>().AddSingleton<SetJobStatuses>().AddSingleton<SetMetadata>().AddSingleton<BeatJobs>();
        services.AddSingleton<BulkControl>().AddSingleton<EndJobs>().AddSingleton<KillJobs>().AddSingleton<DeleteJobs>().AddSingleton<RescheduleJobs>().AddSingleton<Rescheduling>();
        services.AddSingleton<DescribeJob>().AddSingleton<JobVisibility>();
        services.AddSingleton<SandboxFiles>().AddSingleton<SandboxAccess>().AddSingleton<MoveSandboxes>();
        services.AddSingleton<AssignSandboxes>().AddSingleton<JobSandboxes>();
    }

    private static void AddMatching(IServiceCollection services)
    {
        services.AddSingleton<EnterTaskQueues>().AddSingleton<LeaveTaskQueues>().AddSingleton<EmptyTaskQueues>();
        services.AddSingleton<MatchIndex>().AddSingleton<MatchIndexKeeper>().AddSingleton<MatchRates>();
        services.AddHostedService(provider => provider.GetRequiredService<MatchIndexKeeper>());
        services.AddSingleton<LongPoll>().AddSingleton<ClaimJob>().AddSingleton<StartAttempt>().AddSingleton<TakeJob>().AddSingleton<MatchJob>();
        services.AddSingleton<SiteLeases>().AddSingleton<AttemptBell>().AddSingleton<ApplyReport>().AddSingleton<TakeReports>().AddSingleton<BeatAttempts>().AddSingleton<GetOwnerProxy>();
        services.AddSingleton<RunningPayloads>().AddSingleton<IRunningPayloads>(provider => provider.GetRequiredService<RunningPayloads>()).AddSingleton<GetOwnerToken>();
        services.AddSingleton<PilotLogin>().AddSingleton<ChangePilots>();
        services.AddSingleton<OptimizerQueue>().AddSingleton<OptimizerEffects>().AddSingleton<OptimizerChainRunner>().AddSingleton<OptimizerGate>().AddSingleton<JobFactsReader>();
        services.AddSingleton<IOptimizer, JobPathOptimizer>().AddSingleton<IOptimizer, JobSanityOptimizer>();
        services.AddSingleton<IOptimizer, InputDataOptimizer>().AddSingleton<IOptimizer, JobSchedulingOptimizer>();
    }

    private static void AddTasks(IServiceCollection services)
    {
        var json = WorkloadJsonContext.Default;
        services.AddTask<OptimizeJob, OptimizeJobs>(
            new TaskDefinition("OptimizeJobs") { Database = JobDB, Priority = TaskPriority.Realtime, BatchSize = 10, Lease = TimeSpan.FromSeconds(10) }, json.OptimizeJob);
        services.AddTask<PilotMatched, NotePilotMatch>(new TaskDefinition("NotePilotMatch") { Database = JobDB, BatchSize = 200 }, json.PilotMatched);
        services.AddTask<RequeueRound, RequeueWaitingJobs>(new TaskDefinition("RequeueWaitingJobs") { Database = JobDB }, json.RequeueRound);
        services.AddInterval("RequeueWaitingJobs", Every(options => options.RequeueIntervalSeconds), new RequeueRound());
        services.AddSingleton<WaitingGap>().AddSingleton<RescueStalledJobs>().AddSingleton<WakingMoment>();
        services.AddHostedService(provider => provider.GetRequiredService<WakingMoment>());
        services.AddTask<RescueRound, RescueStalledJobs>(new TaskDefinition("RescueStalledJobs") { Database = JobDB }, json.RescueRound);
        services.AddInterval("RescueStalledJobs", Every(options => options.RescueIntervalSeconds), new RescueRound());
        services.AddTask<TaskQueueRound, CleanTaskQueues>(
            new TaskDefinition("CleanTaskQueues") { Database = JobDB, Priority = TaskPriority.Background }, json.TaskQueueRound);
        services.AddInterval("CleanTaskQueues", QueueCleaning, new TaskQueueRound());
    }

    private static Func<IServiceProvider, TimeSpan> Every(Func<WorkloadOptions, int> seconds) =>
        provider => TimeSpan.FromSeconds(seconds(provider.GetRequiredService<IOptions<WorkloadOptions>>().Value));
}
