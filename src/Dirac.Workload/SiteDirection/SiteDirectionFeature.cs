using Dirac.Hosting.Access;
using Dirac.Hosting.Configuration;
using Dirac.Hosting.OpenApi;
using Dirac.Hosting.Requests;
using Dirac.Model.Api;
using Dirac.Security.Identities;
using Dirac.Security.Policies;
using Dirac.Tasks;
using Dirac.Workload.Housekeeping;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Workload.SiteDirection;

/// <summary>What DIRAC's SiteDirector does, as tasks.</summary>
internal static class SiteDirectionFeature
{
    private const string Agent = "SiteDirector";
    private const string JobDB = "JobDB";
    private static readonly AccessRule Users = AccessRule.AnyProperty(DiracProperties.NormalUser, DiracProperties.JobAdministrator, DiracProperties.Operator);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(10);

    public static void Add(IServiceCollection services)
    {
        var json = WorkloadJsonContext.Default;
        services.AddOptions<SiteDirectionOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<DirectedQueues>().AddSingleton<PilotPrograms>().AddSingleton<PilotWays>().AddSingleton<FollowPilots>().AddSingleton<ForgetPilots>().AddSingleton<HandInPilots>();
        services.AddSingleton<ShowDirection>().AddSingleton<QueueTroubles>();
        services.AddHostedService<SiteBell>();
        services.AddTask<SiteRound, DirectSites>(new TaskDefinition("DirectSites") { Database = JobDB, Size = TaskSize.Medium }, json.SiteRound);
        services.AddTask<QueueVisit, DirectQueue>(new TaskDefinition("DirectQueue") { Database = JobDB, Size = TaskSize.Medium, TimeLimit = TimeSpan.FromMinutes(20) }, json.QueueVisit);
        services.AddInterval(Agent, provider => AgentSection.Of(provider.GetRequiredService<IConfigurationSnapshots>(), Agent).PollingTime(Round), new SiteRound());
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/sites/direction", ShowAsync).Requires(Users).WithTags("sites").WithName("sites_show_direction")
            .Describe("Lists the queues to which pilots are sent, and how that goes.", route => route.Gives(ModelJsonContext.Default.IReadOnlyListDirectedQueueInfo));

    private static async Task<IResult> ShowAsync(HttpContext context, ShowDirection show, CancellationToken cancellationToken) =>
        ApiResults.Json(await show.RunAsync(context.GetCaller(), cancellationToken), ModelJsonContext.Default.IReadOnlyListDirectedQueueInfo);
}
