using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Workload.Jobs;
using Dirac.Workload.Pilots.Orders;
using Dirac.Workload.Ports;

namespace Dirac.Workload.Attempts;

/// <summary>Renews a pilot's leases, stores its heartbeats, and tells it commands, lost attempts and the order to stop, waiting for one if asked to.</summary>
internal sealed class BeatAttempts(
    WorkloadDatabases databases,
    AttemptBell bell,
    LongPoll poll,
    IJobParameterStore parameters,
    SiteLeases leases,
    TimeProvider clock)
{
    private const int MostHeld = 10_000;
    private const int MostWaitSeconds = 60;

    public async Task<PilotHeartbeatReply> RunAsync(Caller pilot, PilotHeartbeatRequest request, CancellationToken cancellationToken)
    {
        if (pilot.PilotStamp is null) throw new DiracException(ErrorCode.NotAuthorized, "Only a pilot sends heartbeats.");
        if (request.WaitSeconds is < 0 or > MostWaitSeconds) throw new DiracException(ErrorCode.BadRequest, $"WaitSeconds must be 0 to {MostWaitSeconds}.");
        if (request.Held.Count > MostHeld) throw new DiracException(ErrorCode.BadRequest, $"At most {MostHeld} attempts can be held.");
        request.Held.WithoutHoles("Held");
        request.DoneCommands.WithoutHoles("DoneCommands");

        var rung = bell.Rung;
        // The reply promises what was given, whatever the configuration says by then.
        var lease = await databases.Jobs.WriteAsync((session, token) => RecordAsync(session, pilot, request, token), cancellationToken);
        var reply = await databases.Jobs.ReadAsync((session, token) => LookAsync(session, pilot, request, lease, token), cancellationToken);
        var deadline = poll.Deadline(request.WaitSeconds);
        while (!IsNews(reply, request) && await poll.WaitAsync(rung, deadline, cancellationToken))
        {
            rung = bell.Rung;
            reply = await databases.Jobs.ReadAsync((session, token) => LookAsync(session, pilot, request, lease, token), cancellationToken);
        }

        return reply;
    }

    // The length of the leases it gives, seconds.
    private async Task<int> RecordAsync(IDbSession session, Caller pilot, PilotHeartbeatRequest request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var live = await AttemptStore.LiveOfPilotAsync(session, pilot.Vo, pilot.PilotStamp!, cancellationToken);
        var lease = leases.SecondsOf(live);
        var current = Current(live, request.Held);
        var ids = current.Select(held => held.JobID).ToList();
        if (ids.Count > 0)
        {
            await AttemptStore.RenewAsync(session, pilot.PilotStamp!, ids, lease * 1000L, cancellationToken);
            await JobStore.BeatAsync(session, ids, now, cancellationToken);
        }

        foreach (var held in current.Where(held => held.Heartbeat is not null))
        {
            await HeartbeatData.StoreAsync(session, parameters, held.JobID, held.Heartbeat!, now, cancellationToken);
        }

        foreach (var done in request.DoneCommands.Select(CommandRow.FromId).OfType<CommandRow>().Where(command => live.Any(attempt => attempt.JobID == command.JobID)))
        {
            await CommandStore.DoneAsync(session, done, now, cancellationToken);
        }

        return lease;
    }

    private static async Task<PilotHeartbeatReply> LookAsync(IDbSession session, Caller pilot, PilotHeartbeatRequest request, int lease, CancellationToken cancellationToken)
    {
        var live = await AttemptStore.LiveOfPilotAsync(session, pilot.Vo, pilot.PilotStamp!, cancellationToken);
        var current = Current(live, request.Held);
        var numbers = current.ToDictionary(held => held.JobID, held => held.Attempt);
        var open = numbers.Count == 0 ? [] : await CommandStore.OpenAsync(session, [.. numbers.Keys], cancellationToken);
        var order = await PilotOrderStore.FindAsync(session, pilot.Vo, pilot.PilotStamp!, cancellationToken);
        return new PilotHeartbeatReply
        {
            Stop = order is null ? null : new PilotStop(order.Mode, order.Reason),
            Renewed = [.. current.Select(held => held with { Heartbeat = null })],
            Lost = [.. request.Held.Except(current).Select(held => held with { Heartbeat = null })],
            Commands = [.. open.Select(command => new PilotCommand(command.Id, command.JobID, numbers[command.JobID], command.Command, command.Arguments))],
            LeaseSeconds = lease,
        };
    }

    // A pilot that has had its order goes on with its jobs, or does not understand orders: it is not woken again.
    private static bool IsNews(PilotHeartbeatReply reply, PilotHeartbeatRequest request) =>
        reply.Commands.Count > 0 || reply.Lost.Count > 0 || (request.KnownStop is { } known && reply.Stop is { } stop && stop.Mode != known);

    private static List<HeldAttempt> Current(IReadOnlyList<AttemptRow> live, IReadOnlyList<HeldAttempt> held)
    {
        var current = live.Where(attempt => attempt.IsCurrent).Select(attempt => (attempt.JobID, attempt.Attempt)).ToHashSet();
        return [.. held.Where(attempt => current.Contains((attempt.JobID, attempt.Attempt)))];
    }
}
