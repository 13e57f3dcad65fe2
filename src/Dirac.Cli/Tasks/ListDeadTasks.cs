using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Model.Api;

namespace Dirac.Cli.Tasks;

/// <summary><c>dirac task dead</c>: tasks that were given up, with what each attempt said.</summary>
internal static class ListDeadTasks
{
    private const int Usual = 20;
    private const int Most = 1_000;

    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var (limit, group, which) = (TaskOptions.Limit(Usual, Most), TaskOptions.As(), new DeadTaskOptions());
        var command = new Command("dead", "List tasks that were given up, the latest first, with the error of every attempt.");
        which.AddTo(command);
        command.Add(limit);
        command.Add(group);
        return command.Does(host, async (session, parsed, cancellationToken) =>
        {
            var selection = which.Read(parsed, host.Clock.GetUtcNow());
            selection = selection with { All = selection == new DeadTaskSelection() };
            var most = TaskOptions.ReadLimit(parsed, limit, Most);
            await session.WorkAsAsync(parsed.GetValue(group), TaskOptions.Rights, cancellationToken);
            var dead = await session.Tasks.SearchDeadAsync(selection, most, cancellationToken);
            if (session.Screen.Json) session.Screen.WriteJson(dead, ModelJsonContext.Default.IReadOnlyListDeadTaskInfo);
            else Print(session.Screen, dead, most);
            return ExitCodes.Ok;
        });
    }

    private static void Print(Screen screen, IReadOnlyList<DeadTaskInfo> dead, int most)
    {
        foreach (var task in dead)
        {
            screen.WriteLine($"{task.Name} {task.Id}  {task.Reason}, died {Times.Show(task.Died)} UTC, made {Times.Show(task.Created)}{TaskLines.Trace(task.TraceId)}");
            screen.WriteLine($"  message: {task.Message}");
            TaskLines.Print(screen, task.Errors);
        }

        if (dead.Count == 0) screen.Note("There are none.");
        if (dead.Count == most) screen.Note($"The latest {most}; --limit lists more.");
    }
}
