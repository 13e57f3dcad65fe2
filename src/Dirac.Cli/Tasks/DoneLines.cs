using System.Globalization;
using Dirac.Cli.Shell;
using Dirac.Model.Api;
using Spectre.Console;

namespace Dirac.Cli.Tasks;

/// <summary>How done tasks are written for people.</summary>
internal static class DoneLines
{
    /// <summary>Writes a table of them; nothing when there are none.</summary>
    /// <param name="screen">Where to.</param>
    /// <param name="done">The tasks.</param>
    public static void Print(Screen screen, IReadOnlyList<DoneTaskInfo> done)
    {
        if (done.Count == 0) return;
        var table = Screen.NewTable("Done", "Made (UTC)", "Begun (UTC)", "Took", "Attempts", "Worker", "Trace");
        foreach (var number in new[] { 0, 3, 4 }) table.Columns[number].RightAligned();
        foreach (var task in done)
        {
            table.AddRow(
                new Text(task.Id.ToString(CultureInfo.InvariantCulture)),
                new Text(Times.Show(task.Created)),
                new Text(Times.Show(task.Begun)),
                new Text(Took(task.DurationSeconds)),
                new Text(task.Attempts.ToString(CultureInfo.InvariantCulture)),
                new Text(task.Worker),
                new Text(task.TraceId ?? ""));
        }

        screen.Console.Write(table);
    }

    private static string Took(double seconds) => seconds < 120 ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0.###} s") : Lasting.Show(seconds);
}
