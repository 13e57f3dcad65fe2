using Dirac.Hosting.Configuration;
using Dirac.Hosting.MessageQueues;
using Dirac.Hosting.Rpc;
using Dirac.Monitoring.Downtimes;
using Dirac.Monitoring.Rpc;
using Dirac.Monitoring.Statuses;
using Dirac.Persistence;
using Dirac.Tasks;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Monitoring;

/// <summary>The whole surface of this room: statuses of sites and resources, and their downtimes.</summary>
public static class MonitoringModule
{
    private static readonly TimeSpan Following = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Tokens = TimeSpan.FromHours(1);
    private static readonly TimeSpan Logs = TimeSpan.FromMinutes(5);

    /// <summary>Registers operations, the board and the tasks. Does no I/O; repeating it changes nothing.</summary>
    /// <param name="services">Persistence, tasks and hosting must be registered too.</param>
    public static IServiceCollection AddMonitoring(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(StatusDatabase))) return services;
        services.AddOptions<MonitoringOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddSchema(StatusDatabase.Name, typeof(MonitoringModule).Assembly);
        services.AddSingleton<StatusDatabase>().AddSingleton<KnownElements>().AddSingleton<ShowStatuses>().AddSingleton<TellStatuses>().AddSingleton<ChangeStatus>().AddSingleton<PlanDowntimes>();
        services.AddSingleton(provider => new StatusBoard(provider.GetRequiredService<StatusDatabase>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<StatusBoardKeeper>().AddHostedService(provider => provider.GetRequiredService<StatusBoardKeeper>());
        services.AddSingleton<FollowDowntimes>().AddSingleton<WriteStatuses>();
        services.AddOutgoingMessages<StatusDatabase>(StatusDatabase.Name);
        services.AddRpcService<ResourceStatusRpc>();
        var json = MonitoringJsonContext.Default;
        services.AddTask<DowntimeRound, FollowDowntimes>(Task("FollowDowntimes"), json.DowntimeRound);
        services.AddInterval("FollowDowntimes", Following, new DowntimeRound());
        services.AddTask<TokenRound, ResetTokens>(Task("ResetTokens"), json.TokenRound);
        services.AddInterval("ResetTokens", Every("TokenAgent", Tokens), new TokenRound());
        services.AddTask<LogRound, SummariseLogs>(Task("SummariseLogs"), json.LogRound);
        services.AddInterval("SummariseLogs", Every(SummariseLogs.Agent, Logs), new LogRound());
        return services;
    }

    /// <summary>Maps the REST routes.</summary>
    /// <param name="routes">Where.</param>
    public static IEndpointRouteBuilder MapMonitoring(this IEndpointRouteBuilder routes)
    {
        StatusEndpoints.Map(routes);
        DowntimeEndpoints.Map(routes);
        return routes;
    }

    private static TaskDefinition Task(string name) => new(name) { Database = StatusDatabase.Name, Priority = TaskPriority.Background };

    private static Func<IServiceProvider, TimeSpan> Every(string agent, TimeSpan usual) =>
        provider => AgentOptions.PollingTime(provider.GetRequiredService<IConfigurationSnapshots>(), agent, usual);
}
