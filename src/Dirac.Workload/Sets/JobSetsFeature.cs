using Dirac.Tasks;
using Dirac.Workload.Sets.Actions;
using Dirac.Workload.Sets.Notices;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.Sets;

/// <summary>Sets of jobs: counts, rules, chains and notices.</summary>
internal static class JobSetsFeature
{
    private const string JobDB = "JobDB";

    public static void Add(IServiceCollection services)
    {
        services.AddOptions<JobSetOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<JobSetBell>().AddSingleton<SetOwner>().AddSingleton<JobSetFiller>().AddSingleton<PlanCheck>().AddSingleton<ChainSandboxes>();
        services.AddSingleton<ReadJobSets>().AddSingleton<CreateJobSet>().AddSingleton<ChangeJobSets>();
        services.AddSingleton<KillRest>().AddSingleton<RescheduleFailed>().AddSingleton<SubmitNext>();
        services.AddSingleton<WebHook>().AddSingleton<MailSender>().AddSingleton<Recipients>();
        services.AddSingleton<JobSetKeeper>();
        services.AddHostedService(provider => provider.GetRequiredService<JobSetKeeper>());
        AddTasks(services);
    }

    public static void Map(IEndpointRouteBuilder routes) => JobSetEndpoints.Map(routes);

    private static void AddTasks(IServiceCollection services)
    {
        var json = JobSetJsonContext.Default;
        services.AddTask<JobSetAction, ActOnJobSet>(
            new TaskDefinition("ActOnJobSet") { Database = JobDB, Size = TaskSize.Medium, MaxAttempts = ActOnJobSet.MaxAttempts, TimeLimit = TimeSpan.FromHours(1) }, json.JobSetAction);
        services.AddTask<JobSetMessage, SendNotice>(
            new TaskDefinition("SendJobSetNotice")
            {
                Database = JobDB, Size = TaskSize.Medium, MaxAttempts = SendNotice.MaxAttempts, Retry = new RetryPolicy(TimeSpan.FromSeconds(10), TimeSpan.FromHours(1)),
            },
            json.JobSetMessage);
        services.AddTask<JobSetRound, TendJobSets>(
            new TaskDefinition("TendJobSets") { Database = JobDB, Priority = TaskPriority.Background, Size = TaskSize.Medium, TimeLimit = TimeSpan.FromHours(1) }, json.JobSetRound);
        services.AddInterval(
            "TendJobSets", provider => TimeSpan.FromSeconds(provider.GetRequiredService<IOptions<JobSetOptions>>().Value.CheckIntervalSeconds), new JobSetRound());
    }
}
