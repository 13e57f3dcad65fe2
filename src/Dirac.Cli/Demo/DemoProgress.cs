using Dirac.Cli.Jobs;
using Dirac.Cli.Shell;
using Spectre.Console;

namespace Dirac.Cli.Demo;

/// <summary>Shows how the jobs of the demonstration go: a table that changes, or a line for each change when nobody sees it live.</summary>
/// <param name="session">The session.</param>
internal sealed class DemoProgress(Session session)
{
    private readonly SortedDictionary<long, JobRow> _rows = [];
    private readonly long _started = session.Host.Clock.GetTimestamp();

    /// <summary>Time since the jobs were submitted.</summary>
    public TimeSpan Elapsed => session.Host.Clock.GetElapsedTime(_started);

    /// <summary>Follows jobs until all have ended.</summary>
    /// <param name="watch">The jobs.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    public async Task<IReadOnlyList<JobRow>> FollowAsync(JobWatch watch, CancellationToken cancellationToken)
    {
        if (!session.Screen.Live) return await watch.RunAsync(WriteChanges, null, cancellationToken);

        IReadOnlyList<JobRow> ended = [];
        await session.Screen.Console.Live(new Text("")).StartAsync(async context =>
        {
            ended = await watch.RunAsync(rows => Redraw(context, rows), null, cancellationToken);
        });
        return ended;
    }

    private void WriteChanges(IReadOnlyList<JobRow> rows)
    {
        foreach (var row in rows)
        {
            if (_rows.GetValueOrDefault(row.Id)?.Status != row.Status) session.Screen.WriteLine($"{Elapsed.TotalSeconds,6:0.0} s  job {row.Id,-3} {row.Text("JobName"),-16} {row.Status}");
            _rows[row.Id] = row;
        }
    }

    private void Redraw(LiveDisplayContext context, IReadOnlyList<JobRow> rows)
    {
        foreach (var row in rows) _rows[row.Id] = row;
        var table = Screen.NewTable("Job", "Name", "Status", "Minor status", "Application");
        foreach (var row in _rows.Values)
        {
            table.AddRow(new Text($"{row.Id}"), new Text(row.Text("JobName")), StatusStyle.Show(row.Status), new Text(row.Text("MinorStatus")), new Text(row.Text("ApplicationStatus")));
        }

        context.UpdateTarget(table);
    }
}
