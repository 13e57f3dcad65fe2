using Dirac.Cli.LegacyNames.Python;
using Dirac.Model.Api;
using Dirac.Model.Jobs;

namespace Dirac.Cli.LegacyNames;

/// <summary>Killing, deleting and rescheduling as DIRAC's client and service do it together.</summary>
/// <remarks>Jobs that do not exist, or are not in a state for it, are left out and no error; jobs that the server refuses are one.</remarks>
internal static class LegacyChanges
{
    private static readonly string[] Status = ["Status"];

    /// <summary>Kills jobs.</summary>
    /// <param name="call">Where to ask.</param>
    /// <param name="ids">The jobs.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The jobs that were killed, ascending.</returns>
    /// <exception cref="LegacyException">The server refused some of them.</exception>
    public static async Task<IReadOnlyList<long>> KillAsync(LegacyCall call, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        var rows = await call.Server.AttributesAsync(ids, Status, cancellationToken);
        var killable = LegacyState.ThatMayBe([.. ids.Order()], rows, JobStatus.Killed);
        if (killable.Count == 0) return [];
        var outcomes = await call.Server.ChangeAsync(jobs => jobs.KillAsync(killable, cancellationToken));
        return HasRefusal(outcomes, rows) ? throw new LegacyException("Some jobs failed deletion") : killable;
    }

    /// <summary>Deletes jobs, and kills those that run.</summary>
    /// <param name="call">Where to ask.</param>
    /// <param name="ids">The jobs.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The jobs that were deleted, ascending; those that were only killed are not among them.</returns>
    /// <exception cref="LegacyException">The server refused some of them.</exception>
    public static async Task<IReadOnlyList<long>> DeleteAsync(LegacyCall call, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        var rows = await call.Server.AttributesAsync(ids, Status, cancellationToken);
        var ordered = ids.Order().ToList();
        var deletable = LegacyState.ThatMayBe(ordered, rows, JobStatus.Deleted);
        var all = LegacyState.ThatMayBe(ordered, rows, JobStatus.Killed).Union(deletable).Order().ToList();
        if (all.Count == 0) return [];
        var outcomes = await call.Server.ChangeAsync(jobs => jobs.DeleteAsync(all, cancellationToken));
        return HasRefusal(outcomes, rows) ? throw new LegacyException("Some jobs failed deletion") : deletable;
    }

    /// <summary>Puts jobs back to the start.</summary>
    /// <param name="call">Where to ask.</param>
    /// <param name="ids">The jobs.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The jobs, in the order they were named.</returns>
    /// <exception cref="LegacyException">None of them may be rescheduled, or the server refused some.</exception>
    public static async Task<IReadOnlyList<long>> RescheduleAsync(LegacyCall call, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        var rows = await call.Server.AttributesAsync(ids, Status, cancellationToken);
        var possible = LegacyState.ThatMayBe(ids, rows, JobStatus.Rescheduled);
        if (possible.Count == 0) throw new LegacyException("Invalid job specification: []");
        var outcomes = await call.Server.ChangeAsync(jobs => jobs.RescheduleAsync(possible, cancellationToken));
        return outcomes.Failed.Count > 0 ? throw new LegacyException("Some jobs failed reschedule") : possible;
    }

    // compat: a job that was killed or deleted before counts as done; our server says that there was nothing to do.
    private static bool HasRefusal(BulkResult outcomes, SortedDictionary<long, PythonDict> rows) =>
        outcomes.Failed.Keys.Any(id => LegacyAttributes.Find(rows[id], Status[0]) is not PythonString { Text: nameof(JobStatus.Killed) or nameof(JobStatus.Deleted) });
}
