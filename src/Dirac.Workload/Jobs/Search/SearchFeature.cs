using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Workload.Jobs.Search;

/// <summary>Searches, counts and lists of jobs and pilots.</summary>
internal static class SearchFeature
{
    public static void Add(IServiceCollection services)
    {
        services.AddOptions<SearchOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<BoundedReads>().AddSingleton<SearchTables>().AddSingleton<JobPilots>();
        services.AddSingleton<JobSearch>().AddSingleton<PilotSearch>();
        services.AddSingleton<ListValues>().AddSingleton<SummariseSites>().AddSingleton<ShowJobPage>().AddSingleton<ListJobIds>();
    }

    public static void Map(IEndpointRouteBuilder routes) => SearchEndpoints.Map(routes);
}
