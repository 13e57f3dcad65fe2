using Dirac.Client.Jobs;
using Dirac.Model.Errors;
using Dirac.Model.Jobs;

namespace Dirac.Cli.Jobs;

/// <summary>Follows jobs until every one has ended.</summary>
/// <param name="jobs">The server.</param>
/// <param name="clock">The clock of the pauses.</param>
/// <param name="ids">The jobs.</param>
internal sealed class JobWatch(JobClient jobs, TimeProvider clock, IReadOnlyList<long> ids)
{
    private static readonly string[] Columns = ["JobID", "Status", "MinorStatus", "ApplicationStatus", "JobName", "Site"];
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>Asks again and again, less often while nothing happens.</summary>
    /// <param name="onLook">Told of the jobs that had not ended at the time before, as they are now.</param>
    /// <param name="isEnough">Ends the watch at the first job it is true for; null: at the end of all.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <returns>The last rows of all jobs.</returns>
    /// <exception cref="DiracException">NotFound: some of the jobs do not exist for the caller.</exception>
    public async Task<IReadOnlyList<JobRow>> RunAsync(Action<IReadOnlyList<JobRow>> onLook, Func<JobRow, bool>? isEnough, CancellationToken cancellationToken)
    {
        var ended = new List<JobRow>(ids.Count);
        IReadOnlyList<long> open = ids;
        for (var pause = ShortestPause; open.Count > 0;)
        {
            var rows = await JobSearch.FindAsync(jobs, open, Columns, cancellationToken);
            if (rows.Count < open.Count) throw Missing(open.Except(rows.Select(row => row.Id)));
            onLook(rows);
            var news = rows.Where(HasEnded).ToList();
            ended.AddRange(news);
            if (isEnough is not null && news.Any(isEnough)) return [.. ended, .. rows.Except(news)];
            open = [.. rows.Where(row => !HasEnded(row)).Select(row => row.Id)];
            pause = news.Count > 0 ? ShortestPause : TimeSpan.FromTicks(Math.Min(pause.Ticks * 3 / 2, LongestPause.Ticks));
            if (open.Count > 0) await Task.Delay(pause, clock, cancellationToken);
        }

        return ended;
    }

    /// <summary>Whether a job has reached a status that it does not leave by itself.</summary>
    /// <param name="row">The job.</param>
    public static bool HasEnded(JobRow row) => JobStatuses.TryParse(row.Status, out var known) && JobStatuses.IsFinal(known);

    private static DiracException Missing(IEnumerable<long> missing) => new(
        ErrorCode.NotFound,
        $"There is no job {JobIdRanges.Format([.. missing.Order()])}.",
        "'dirac job list' lists yours.");
}
