using System.CommandLine;
using System.Globalization;
using Dirac.Cli.Shell;
using Dirac.Model.Api;
using Dirac.Model.Text;

namespace Dirac.Cli.Tasks;

/// <summary><c>dirac task show</c>: one kind of task, with some that run and some that wait.</summary>
internal static class ShowTask
{
    private const int Usual = 10;
    private const int Most = 100;

    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var (name, limit, group) = (TaskOptions.Name(), TaskOptions.Limit(Usual, Most), TaskOptions.As());
        return new Command("show", "Show one kind of task: how it is run, and some that were done, run and wait.") { name, limit, group }.Does(host, async (session, parsed, cancellationToken) =>
        {
            var most = TaskOptions.ReadLimit(parsed, limit, Most);
            await session.WorkAsAsync(parsed.GetValue(group), TaskOptions.Rights, cancellationToken);
            var details = await session.Tasks.ShowAsync(parsed.GetRequiredValue(name), most, cancellationToken);
            if (session.Screen.Json) session.Screen.WriteJson(details, ModelJsonContext.Default.TaskKindDetails);
            else Print(session.Screen, details, host.Clock.GetUtcNow());
            return ExitCodes.Ok;
        });
    }

    private static void Print(Screen screen, TaskKindDetails details, DateTimeOffset now)
    {
        var kind = details.Kind;
        screen.WriteFacts(
            ("Task", kind.Name),
            ("Database", kind.Database),
            ("Paused", kind.Paused is { } pause ? $"since {Times.Show(pause.Since)} UTC by {pause.By}: {pause.Reason}" : null),
            ("Runs", kind.Definition is { } definition ? Describe(definition) : "not known to this server"),
            ("Attempts", kind.Definition is { } known ? Attempts(known) : null),
            ("Remembered", kind.Definition is { KeepDoneSeconds: > 0 and var kept } ? $"for {Lasting.Show(kept)} after they are done" : null),
            ("Due", kind.Due == 0 ? "none" : $"{Numbers.Of(kind.Due)}, the oldest for {Lasting.Show(kind.OldestDueSeconds)}"),
            ("Running", Numbers.Of(kind.Running)),
            ("Later", Numbers.Of(kind.Later)),
            ("Blocked", kind.Blocked == 0 ? null : $"{Numbers.Of(kind.Blocked)}, by locks and limits"),
            ("Dead", kind.Dead == 0 ? "none" : $"{Numbers.Of(kind.Dead)}; '{screen.Program} task dead {kind.Name}' says why"));
        DoneLines.Print(screen, details.Done ?? []);
        foreach (var task in details.Running) Print(screen, task, $"runs on {task.Owner}, attempt {task.Attempt}, lease {After(task.Due - now)}");
        foreach (var task in details.Waiting) Print(screen, task, Waiting(task, now));
    }

    private static void Print(Screen screen, TaskInfo task, string state)
    {
        screen.WriteLine();
        screen.WriteLine($"{task.Id}  {state}, made {Times.Show(task.Created)} UTC{TaskLines.Trace(task.TraceId)}");
        TaskLines.Print(screen, task.Errors);
    }

    private static string Waiting(TaskInfo task, DateTimeOffset now) => (task.WaitsFor, IsDue: task.Due <= now) switch
    {
        ({ } wait, true) => $"waits {After(wait.Since - now)} for {wait.Resource}, {Holders(wait.HeldBy)}",
        ({ } wait, false) => $"waits {After(wait.Since - now)} for its turn at {wait.Resource} {After(task.Due - now)}",
        (null, true) => $"due {After(task.Due - now)}",
        _ => $"starts {After(task.Due - now)}",
    };

    private static string Holders(IReadOnlyList<TaskHolderInfo> holders) => holders.Count == 0
        ? "which nobody holds"
        : "held by " + string.Join("; ", holders.Select(holder => $"{holder.Task} {holder.Id} on {holder.Owner}"));

    private static string Describe(TaskDefinitionInfo definition) => string.Create(
        CultureInfo.InvariantCulture,
        $"{definition.Priority}, {definition.Size}, {definition.BatchSize} at once, within {Lasting.Show(definition.TimeLimitSeconds)}, lease {Lasting.Show(definition.LeaseSeconds)}");

    private static string Attempts(TaskDefinitionInfo definition) =>
        $"at most {definition.MaxAttempts}, {Lasting.Show(definition.RetryFirstSeconds)} after the first, twice as long after each, at most {Lasting.Show(definition.RetryLongestSeconds)}";

    private static string After(TimeSpan time) => time < TimeSpan.Zero ? $"since {Lasting.Show(-time.TotalSeconds)}" : $"in {Lasting.Show(time.TotalSeconds)}";
}
