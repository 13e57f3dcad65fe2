using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Model.Api;
using Spectre.Console;

namespace Dirac.Cli.Tasks;

/// <summary><c>dirac schedule …</c>: tasks that are made again and again, and what else makes some.</summary>
internal static class ScheduleCommands
{
    /// <summary>Makes the command with its verb.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host) => new("schedule", "See when the server does things by itself; for administrators.") { CreateList(host), ListConsumers.Create(host) };

    private static Command CreateList(CliHost host)
    {
        var group = TaskOptions.As();
        return new Command("list", "List the schedules: how often, when last and when next.") { group }.Does(host, async (session, parsed, cancellationToken) =>
        {
            await session.WorkAsAsync(parsed.GetValue(group), TaskOptions.Rights, cancellationToken);
            var schedules = await session.Tasks.SchedulesAsync(cancellationToken);
            if (session.Screen.Json) session.Screen.WriteJson(schedules, ModelJsonContext.Default.IReadOnlyListTaskScheduleInfo);
            else session.Screen.Console.Write(ToTable(schedules, host.Clock.GetUtcNow()));
            return ExitCodes.Ok;
        });
    }

    private static Table ToTable(IEnumerable<TaskScheduleInfo> schedules, DateTimeOffset now)
    {
        var table = Screen.NewTable("Schedule", "Task", "When (UTC)", "Last (UTC)", "Next in");
        table.Columns[4].RightAligned();
        foreach (var schedule in schedules)
        {
            table.AddRow(
                new Text(schedule.Name),
                new Text(schedule.Task ?? "not known"),
                new Text(schedule.Schedule),
                new Text(schedule.Last is { } last ? Times.Show(last) : ""),
                new Text(schedule.Next is { } next ? Lasting.Show(Math.Max(0, (next - now).TotalSeconds)) : ""));
        }

        return table;
    }
}
