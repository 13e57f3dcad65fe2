using Dirac.Persistence;
using Dirac.Tasks;
using Dirac.Workload.Attempts;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.Pilots.BlackHoles;

/// <summary>Has a pilot looked at when one of its attempts has failed at once. Attempts that end well cost nothing here.</summary>
internal sealed class SuspectPilots(ITaskQueue tasks, IOptions<BlackHoleOptions> options)
{
    // The start was counted by the database's clock; the one who looks goes by that alone.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(10);

    public async Task AfterEndAsync(IDbSession session, AttemptRow attempt, string fault, DateTime now, CancellationToken cancellationToken)
    {
        if (!options.Value.Enabled || fault is not (AttemptFault.Payload or AttemptFault.Node)) return;
        var ran = new DateTimeOffset(now, TimeSpan.Zero) - DateTimeOffset.FromUnixTimeMilliseconds(attempt.StartedMs);
        if (ran > TimeSpan.FromSeconds(options.Value.QuickSeconds) + Slack) return;
        var suspected = new PilotSuspected(attempt.PilotStamp, attempt.VO, attempt.Site, attempt.Host);
        await tasks.EnqueueAsync(session, [new NewTask<PilotSuspected>(suspected) { DedupKey = suspected.Key }], cancellationToken);
    }
}
