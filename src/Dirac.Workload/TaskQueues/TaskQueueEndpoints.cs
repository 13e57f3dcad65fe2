using Dirac.Hosting.Access;
using Dirac.Hosting.Requests;
using Dirac.Model.Api;
using Dirac.Security.Identities;
using Dirac.Security.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dirac.Workload.TaskQueues;

/// <summary>The REST door of task queues.</summary>
internal static class TaskQueueEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/task-queues", ListAsync)
        .Requires(AccessRule.AnyProperty(DiracProperties.NormalUser, DiracProperties.JobAdministrator, DiracProperties.Operator))
        .WithTags("task-queues")
        .WithName("task_queues_list");

    private static async Task<IResult> ListAsync(HttpContext context, WorkloadDatabases databases, CancellationToken cancellationToken)
    {
        var queues = await databases.Queues.ReadAsync((session, token) => TaskQueueStore.LoadAsync(session, null, token), cancellationToken);
        var vo = context.GetCaller().Vo;
        return ApiResults.Json([.. queues.Where(queue => queue.Key.VO == vo).Select(ToMessage)], ModelJsonContext.Default.IReadOnlyListTaskQueueInfo);
    }

    private static TaskQueueInfo ToMessage(TaskQueue queue) => new(
        queue.Id,
        queue.Key.Owner,
        queue.Key.OwnerGroup,
        queue.Key.VO,
        queue.Key.CpuTime,
        queue.Priority,
        queue.Jobs,
        TaskQueueKey.Fields.Where(field => !queue.Key.Values(field).IsEmpty).ToDictionary(field => field, IReadOnlyList<string> (field) => [.. queue.Key.Values(field)]));
}
