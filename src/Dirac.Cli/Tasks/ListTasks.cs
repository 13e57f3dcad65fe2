using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Model.Api;
using Dirac.Model.Text;
using Spectre.Console;

namespace Dirac.Cli.Tasks;

/// <summary><c>dirac task list</c>: every kind of task, and how much of it there is.</summary>
internal static class ListTasks
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var group = TaskOptions.As();
        return new Command("list", "List the kinds of task: how many are due, running, for later and dead.") { group }.Does(host, async (session, parsed, cancellationToken) =>
        {
            await session.WorkAsAsync(parsed.GetValue(group), TaskOptions.Rights, cancellationToken);
            var kinds = await session.Tasks.ListAsync(cancellationToken);
            if (session.Screen.Json) session.Screen.WriteJson(kinds, ModelJsonContext.Default.IReadOnlyListTaskKindInfo);
            else session.Screen.Console.Write(ToTable(kinds));
            return ExitCodes.Ok;
        });
    }

    /// <summary>What is odd about a kind, on one line; empty when nothing is.</summary>
    /// <param name="kind">The kind.</param>
    public static string Remark(TaskKindInfo kind) => kind switch
    {
        { Paused: { } pause } => $"paused by {pause.By}: {pause.Reason}",
        { Definition: null } => "not known to this server",
        { Blocked: > 0 } => $"{Numbers.Of(kind.Blocked)} waiting for locks and limits",
        _ => "",
    };

    private static Table ToTable(IEnumerable<TaskKindInfo> kinds)
    {
        var table = Screen.NewTable("Task", "Database", "Priority", "Size", "Due", "Running", "Later", "Dead", "Oldest", "Remark");
        for (var number = 4; number <= 8; number++) table.Columns[number].RightAligned();
        foreach (var kind in kinds)
        {
            table.AddRow(
                new Text(kind.Name),
                new Text(kind.Database),
                new Text(kind.Definition?.Priority ?? ""),
                new Text(kind.Definition?.Size ?? ""),
                Number(kind.Due),
                Number(kind.Running),
                Number(kind.Later),
                Number(kind.Dead, Color.Red),
                new Text(kind.Due > 0 ? Lasting.Show(kind.OldestDueSeconds) : ""),
                new Text(Remark(kind), new Style(Color.Yellow)));
        }

        return table;
    }

    private static Text Number(long number, Color? color = null) => new(number == 0 ? "" : Numbers.Of(number), new Style(color));
}
