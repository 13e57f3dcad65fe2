using Dirac.Hosting.Access;
using Dirac.Hosting.OpenApi;
using Dirac.Hosting.Requests;
using Dirac.Model.Api;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Security.Policies;
using Dirac.Tasks.Intake;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dirac.Hosting.MessageQueues.Consuming;

/// <summary>Shows administrators which queues of others are consumed, by which processes, and how that goes.</summary>
internal static class ConsumerEndpoints
{
    private static readonly AccessRule Administrators = AccessRule.AnyProperty(DiracProperties.ServiceAdministrator, DiracProperties.Operator);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/tasks/consumers", ListAsync).Requires(Administrators).WithTags("tasks").WithName("tasks_list_consumers")
            .Describe("Lists the message queues of others that are consumed.", route => route
                .Gives(ModelJsonContext.Default.IReadOnlyListMessageConsumerInfo).By(ExampleCaller.Administrator));

    private static async Task<IResult> ListAsync(TaskIntake intake, IDatabases databases, CancellationToken cancellationToken)
    {
        var consumers = new List<MessageConsumerInfo>();
        foreach (var database in intake.Databases)
            consumers.AddRange((await databases.Get(database).ReadAsync(ConsumerStore.ListAsync, cancellationToken)).Select(row => Of(row, database)));
        return ApiResults.Json([.. consumers.OrderBy(consumer => consumer.Name, StringComparer.Ordinal).ThenBy(consumer => consumer.Process, StringComparer.Ordinal)],
            ModelJsonContext.Default.IReadOnlyListMessageConsumerInfo);
    }

    private static MessageConsumerInfo Of(ConsumerRow row, string database) => new()
    {
        Name = row.Name,
        Process = row.Process,
        Source = row.MqUri,
        Task = row.Task,
        Database = database,
        State = row.State,
        Broker = row.Broker,
        Problem = row.Problem,
        Since = DateTimeOffset.FromUnixTimeMilliseconds(row.SinceMs),
        Last = row.LastMs is { } last ? DateTimeOffset.FromUnixTimeMilliseconds(last) : null,
        Received = row.Received,
        SilentSeconds = row.SilentMs / 1000.0,
    };
}
