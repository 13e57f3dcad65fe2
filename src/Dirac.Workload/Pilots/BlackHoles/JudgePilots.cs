using Dirac.Persistence;
using Dirac.Tasks;
using Dirac.Workload.Pilots.Orders;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.Pilots.BlackHoles;

/// <summary>Task: looks whether a pilot, or the node it runs on, is a black hole, and stops the pilots that are.</summary>
internal sealed partial class JudgePilots(WorkloadDatabases databases, StopPilots stop, IOptions<BlackHoleOptions> options, ILogger<JudgePilots> logger)
    : ITaskHandler<PilotSuspected>
{
    public async Task<IReadOnlyList<TaskOutcome>> HandleAsync(
        IReadOnlyList<ClaimedTask<PilotSuspected>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        foreach (var task in batch) await JudgeAsync(task.Message, cancellationToken);
        return [.. batch.Select(_ => TaskOutcome.Done)];
    }

    private async Task JudgeAsync(PilotSuspected suspect, CancellationToken cancellationToken)
    {
        var failures = await databases.Jobs.ReadAsync((session, token) => FailuresAsync(session, suspect, token), cancellationToken);
        if (failures.Count == 0) return;
        var reason = Describe(suspect, failures);
        foreach (var stamp in await databases.Jobs.WriteAsync((session, token) => StopAsync(session, suspect, failures, reason, token), cancellationToken))
        {
            LogBlackHole(stamp, suspect.Vo, suspect.Site, reason);
        }
    }

    private async Task<IReadOnlyList<EndedAttempt>> FailuresAsync(IDbSession session, PilotSuspected suspect, CancellationToken cancellationToken)
    {
        var (windowMs, count) = (options.Value.WindowSeconds * 1000L, BlackHoleRule.Horizon(options.Value));
        var latest = suspect.Host.Length > 0
            ? await EndedAttemptStore.OfHostAsync(session, suspect, windowMs, count, cancellationToken)
            : await EndedAttemptStore.OfPilotAsync(session, suspect, windowMs, count, cancellationToken);
        return BlackHoleRule.Judge(latest, options.Value);
    }

    private async Task<IReadOnlyList<string>> StopAsync(
        IDbSession session, PilotSuspected suspect, IReadOnlyList<EndedAttempt> failures, string reason, CancellationToken cancellationToken)
    {
        var stamps = failures.Select(failure => failure.PilotStamp).Distinct().ToList();
        var stopped = (await PilotOrderStore.FindAsync(session, suspect.Vo, stamps, cancellationToken)).Select(order => order.PilotStamp).ToHashSet();
        List<string> fresh = [.. stamps.Where(stamp => !stopped.Contains(stamp))];
        await EndedAttemptStore.ExplainAsync(session, failures, reason, cancellationToken);
        if (fresh.Count == 0) return fresh;
        await stop.OrderAsync(session, [.. fresh.Select(stamp => new PilotStopped(suspect.Vo, stamp, reason, Killed: false))], PilotOrderRow.Drain, cancellationToken);
        return fresh;
    }

    private string Describe(PilotSuspected suspect, IReadOnlyList<EndedAttempt> failures)
    {
        var where = suspect.Host.Length > 0 ? $"on node {suspect.Host}" : "with this pilot";
        var jobs = string.Join(", ", failures.Select(failure => failure.JobID).Distinct().Take(5));
        return ColumnText.Fit($"Black hole: {failures.Count} jobs in a row failed within {options.Value.QuickSeconds} s {where} ({jobs})", 255);
    }

    [LoggerMessage(6600, LogLevel.Warning, "Pilot {Stamp} of {Vo} at {Site} gets no more jobs. {Reason}")]
    private partial void LogBlackHole(string stamp, string vo, string site, string reason);
}
