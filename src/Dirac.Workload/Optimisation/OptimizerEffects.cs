using Dirac.Model.Jobs;
using Dirac.Persistence;
using Dirac.Workload.Jobs;
using Dirac.Workload.Logging;

namespace Dirac.Workload.Optimisation;

/// <summary>Writes what optimizers decided about many jobs, inside one transaction of JobDB.</summary>
internal sealed class OptimizerEffects(LoggingOutbox outbox, OptimizerQueue queue, TimeProvider clock)
{
    private const int LongestApplicationStatus = 255;

    /// <summary>Carries out the decisions about jobs that are still in the state in which they were made; returns these.</summary>
    public async Task<IReadOnlyList<OptimizerRun>> ApplyAsync(IDbSession session, IReadOnlyList<OptimizerRun> runs, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var rows = (await JobStore.LoadAsync(session, null, [.. runs.Select(run => run.JobID)], cancellationToken)).ToDictionary(row => row.JobID);
        var current = runs.Where(run => rows.TryGetValue(run.JobID, out var row) && row.Status == run.Facts.Job.Status && row.MinorStatus == run.Facts.Job.MinorStatus).ToList();

        await JobStore.SetOptimizedAsync(session, [.. current.Where(run => run.Result is not null).Select(run => Update(run, rows[run.JobID], now))], now, cancellationToken);
        await ParameterStore.SetOptimizerAsync(session, current.SelectMany(run => run.Left.Select(value => (run.JobID, value.Key, value.Value))), cancellationToken);
        await outbox.AddAsync(session, History(current, now), cancellationToken);
        foreach (var held in current.Where(run => run.Decision is OptimizerDecision.Hold).GroupBy(run => (run.Optimizer, Delay: WholeSeconds(run))))
        {
            await queue.HoldAsync(session, [.. held.Select(run => run.JobID)], held.Key.Optimizer, held.Key.Delay, cancellationToken);
        }

        return current;
    }

    // Step by step, so that jobs that follow each other share their lines. A millisecond apart, since readers order by time.
    private static IEnumerable<JobLogRow> History(List<OptimizerRun> runs, DateTime now) =>
        from step in Enumerable.Range(0, runs.Select(run => run.Passed.Count).DefaultIfEmpty(0).Max())
        from run in runs
        where step < run.Passed.Count
        let state = run.Passed[step]
        select JobLogRow.Now(run.JobID, state.Status, state.Minor, Cut(state.Application), now.AddMilliseconds(step), state.Source);

    private static OptimizedJob Update(OptimizerRun run, JobRow row, DateTime now)
    {
        var enqueue = run.Decision as OptimizerDecision.Enqueue;
        return new OptimizedJob(
            run.JobID,
            run.Result!.Status,
            run.Result.Minor,
            Cut(run.Result.Application),
            enqueue?.Site ?? row.Site,
            run.Result.Status == JobStatus.Failed ? row.EndExecTime ?? now : row.EndExecTime,
            enqueue?.Requirements.ToString());
    }

    private static TimeSpan WholeSeconds(OptimizerRun run) => TimeSpan.FromSeconds(Math.Ceiling(((OptimizerDecision.Hold)run.Decision).Delay.TotalSeconds));

    private static string Cut(string text) => text.Length <= LongestApplicationStatus ? text : text[..LongestApplicationStatus];
}
