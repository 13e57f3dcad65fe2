using System.CommandLine;
using System.Globalization;
using Dirac.Cli.Shell;
using Dirac.Model.Api;
using Spectre.Console;

namespace Dirac.Cli.Queues;

/// <summary><c>dirac queue list</c>: what waits, and what it needs to run.</summary>
internal static class QueueCommands
{
    /// <summary>Makes the command with all its verbs.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host) => new("queue", "See the task queues that waiting jobs stand in.")
    {
        new Command("list", "List the task queues of your VO.").Does(host, async (session, _, cancellationToken) =>
        {
            var queues = await session.Pilots.TaskQueuesAsync(cancellationToken);
            if (session.Screen.Json) session.Screen.WriteJson(queues, ModelJsonContext.Default.IReadOnlyListTaskQueueInfo);
            else if (queues.Count > 0) session.Screen.Console.Write(ToTable(queues));
            else session.Screen.Note("There are no task queues: no job waits.");
            return ExitCodes.Ok;
        }),
    };

    private static Table ToTable(IEnumerable<TaskQueueInfo> queues)
    {
        var table = Screen.NewTable("Queue", "Jobs", "Owner", "Group", "CPU time", "Priority", "Needs");
        foreach (var queue in queues)
        {
            table.AddRow(
                new Text($"{queue.TQId}"),
                new Text($"{queue.Jobs}"),
                new Text(queue.Owner),
                new Text(queue.OwnerGroup),
                new Text($"{queue.CPUTime}"),
                new Text(queue.Priority.ToString("0.####", CultureInfo.InvariantCulture)),
                new Text(Needs(queue)));
        }

        return table;
    }

    private static string Needs(TaskQueueInfo queue) =>
        string.Join("; ", queue.Requirements.Where(need => need.Value.Count > 0).Select(need => $"{need.Key}: {string.Join(", ", need.Value)}"));
}
