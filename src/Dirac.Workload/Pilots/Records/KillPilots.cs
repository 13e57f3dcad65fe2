using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Security.Identities;
using Dirac.Workload.Pilots.Orders;

namespace Dirac.Workload.Pilots.Records;

/// <summary>Orders pilots to stop (DIRAC's killPilot). Ours obey with their next word to a server; others are only marked.</summary>
internal sealed class KillPilots(WorkloadDatabases databases, StopPilots stop)
{
    private const int LongestReason = 200;

    public async Task<PilotBulkResult> RunAsync(Caller caller, PilotKillRequest request, CancellationToken cancellationToken)
    {
        PilotAccess.CheckCount(request.PilotStamps.WithoutHoles("pilot_stamps").Count);
        if (request.Reason is { } given && (given.Length > LongestReason || !ColumnText.IsStorable(given)))
        {
            throw new DiracException(ErrorCode.BadRequest, $"A reason has at most {LongestReason} Latin letters.", "Nothing was changed.");
        }

        var outcome = new PilotOutcome();
        var pilots = await databases.Pilots.ReadAsync((session, token) => PilotAccess.FindAsync(session, caller, request.PilotStamps, token), cancellationToken);
        foreach (var stamp in request.PilotStamps.Distinct(StringComparer.Ordinal))
        {
            if (!pilots.TryGetValue(stamp, out var pilot)) outcome.Fail(stamp, PilotAccess.Missing(stamp));
            else if (pilot.HasEnded) outcome.Fail(stamp, $"Pilot {stamp} has ended already ({pilot.Status}).");
            else outcome.Succeed(stamp, pilot.Status, request.Drain ? "It takes no more jobs and ends after those it runs." : "It is told to end now.");
        }

        await OrderAsync(caller, request, outcome.ToResult().Success.Keys, cancellationToken);
        return outcome.ToResult();
    }

    // The order first: a row that says so without anybody being told would be worse than the opposite. Its task writes the rows.
    private async Task OrderAsync(Caller caller, PilotKillRequest request, IEnumerable<string> stamps, CancellationToken cancellationToken)
    {
        var reason = $"Killed by {caller.UserName}{(request.Reason is { Length: > 0 } why ? $": {why}" : "")}";
        var stops = stamps.Select(stamp => new PilotStopped(caller.Vo, stamp, reason, Killed: true)).ToList();
        if (stops.Count == 0) return;
        var mode = request.Drain ? PilotOrderRow.Drain : PilotOrderRow.Now;
        await databases.Jobs.WriteAsync((session, token) => stop.OrderAsync(session, stops, mode, token), cancellationToken);
    }
}
