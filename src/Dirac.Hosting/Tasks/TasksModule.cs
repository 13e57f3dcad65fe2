using Dirac.Hosting.MessageQueues.Consuming;
using Microsoft.AspNetCore.Routing;

namespace Dirac.Hosting.Tasks;

/// <summary>Lets operators see and change the tasks of a server.</summary>
public static class TasksModule
{
    /// <summary>Maps the REST routes. The process declares tasks, whether or not it runs them.</summary>
    /// <param name="routes">The routes.</param>
    /// <returns>The same routes.</returns>
    public static IEndpointRouteBuilder MapTasks(this IEndpointRouteBuilder routes)
    {
        TaskEndpoints.Map(routes);
        ConsumerEndpoints.Map(routes);
        return routes;
    }
}
