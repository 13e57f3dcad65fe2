using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Client.Tasks;
using Dirac.Model.Api;
using Dirac.Model.Text;

namespace Dirac.Cli.Tasks;

/// <summary><c>dirac task retry|drop</c>: what becomes of dead tasks.</summary>
internal static class ChangeDeadTasks
{
    /// <summary>Makes the commands.</summary>
    /// <param name="host">The process.</param>
    public static IEnumerable<Command> CreateAll(CliHost host)
    {
        yield return Create(
            host,
            new Command("retry", "Try dead tasks again, with all attempts before them. Shows how many and asks first."),
            "Try {0} again?",
            "in the queue again",
            (tasks, selection, cancel) => tasks.RetryAsync(selection, cancel));
        yield return Create(
            host,
            new Command("drop", "Remove dead tasks for good. Shows how many and asks first."),
            "Drop {0} for good?",
            "dropped",
            (tasks, selection, cancel) => tasks.DropAsync(selection, cancel));
    }

    private static Command Create(
        CliHost host, Command command, string question, string past, Func<TaskClient, DeadTaskSelection, CancellationToken, Task<TaskCountReply>> changeAsync)
    {
        var which = new DeadTaskOptions();
        var ids = new Argument<long[]>("ID") { Description = "Only these, as 'dirac task dead NAME' numbers them.", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = "Every dead task of every kind." };
        var (yes, group) = (new Option<bool>("--yes", "-y") { Description = "Do not ask." }, TaskOptions.As());
        which.AddTo(command);
        command.Add(ids);
        foreach (var option in new Option[] { all, yes, group }) command.Add(option);
        return command.Does(host, async (session, parsed, cancellationToken) =>
        {
            var selection = Select(which.Read(parsed, host.Clock.GetUtcNow()), parsed.GetValue(ids) ?? [], parsed.GetValue(all));
            await session.WorkAsAsync(parsed.GetValue(group), TaskOptions.Rights, cancellationToken);
            if (!parsed.GetValue(yes) && await AskAsync(session, selection, question, cancellationToken) is { } answer) return answer;
            var reply = await changeAsync(session.Tasks, selection, cancellationToken);
            if (session.Screen.Json) session.Screen.WriteJson(reply, ModelJsonContext.Default.TaskCountReply);
            else session.Screen.Note($"{Numbers.Of(reply.Tasks, "task")} {past}.");
            return ExitCodes.Ok;
        });
    }

    private static DeadTaskSelection Select(DeadTaskSelection selection, long[] ids, bool all) => (selection == new DeadTaskSelection(), all) switch
    {
        (true, false) => throw new UsageException("Which dead tasks?", "Name a kind, with numbers if you like, or another condition, or say --all."),
        (false, true) => throw new UsageException("--all goes with no condition.", "Leave out one of them."),
        (true, true) => selection with { All = true },
        _ => selection with { Ids = ids.Length > 0 ? ids : null },
    };

    // The exit code when nothing is to be done; null when the answer was yes.
    private static async Task<int?> AskAsync(Session session, DeadTaskSelection selection, string question, CancellationToken cancellationToken)
    {
        var count = await session.Tasks.CountDeadAsync(selection, cancellationToken);
        if (count.Tasks == 0)
        {
            session.Screen.Note("No dead tasks fit; nothing is changed.");
            return ExitCodes.Ok;
        }

        if (session.Screen.Confirm(string.Format(null, question, Numbers.Of(count.Tasks, "dead task")))) return null;
        session.Screen.Note("Nothing is changed.");
        return ExitCodes.Failed;
    }
}
