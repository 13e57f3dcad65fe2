using System.CommandLine;
using System.Globalization;
using Dirac.Cli.Shell;
using Dirac.Model.Api;
using Spectre.Console;

namespace Dirac.Cli.Queues;

/// <summary><c>dirac queue list</c>: what waits, what it needs to run, and its part of the matches.</summary>
internal static class ListQueues
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var owner = new Option<string?>("--owner") { HelpName = "USER", Description = "Queues of this owner only." };
        var group = new Option<string?>("--owner-group") { HelpName = "GROUP", Description = "Queues of this group only." };
        return new Command("list", "List the task queues of your VO.") { owner, group }.Does(host, async (session, parsed, cancellationToken) =>
        {
            var queues = await session.Explain.QueuesAsync(parsed.GetValue(owner), parsed.GetValue(group), cancellationToken);
            if (session.Screen.Json) session.Screen.WriteJson(queues, ModelJsonContext.Default.IReadOnlyListTaskQueueInfo);
            else if (queues.Count > 0) session.Screen.Console.Write(ToTable(queues));
            else session.Screen.Note("There are no task queues: no job waits.");
            return ExitCodes.Ok;
        });
    }

    /// <summary>What jobs of a queue need, on one line.</summary>
    /// <param name="queue">The queue.</param>
    public static string Needs(TaskQueueInfo queue) =>
        string.Join("; ", queue.Requirements.Where(need => need.Value.Count > 0).Select(need => $"{need.Key}: {string.Join(", ", need.Value)}"));

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
}
