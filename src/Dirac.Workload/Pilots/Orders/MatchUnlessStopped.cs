using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Security.Identities;
using Dirac.Workload.Attempts;
using Dirac.Workload.Matching;

namespace Dirac.Workload.Pilots.Orders;

/// <summary>Gives a pilot a job unless it was ordered to stop; one that waits for a job hears of the order at once.</summary>
internal sealed class MatchUnlessStopped(WorkloadDatabases databases, MatchJob match, StopBell bell)
{
    public async Task<MatchReply?> RunAsync(Caller pilot, MatchRequest request, CancellationToken cancellationToken)
    {
        var rung = bell.Rung;
        await DemandNoOrderAsync(pilot, request, cancellationToken);
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = match.RunAsync(pilot, request, wait.Token);
        while (await Task.WhenAny(running, rung) != running)
        {
            rung = bell.Rung;
            if (await FindAsync(pilot, cancellationToken) is not null) await wait.CancelAsync();
        }

        try
        {
            // A job that was claimed already is carried through and is the answer.
            return await running;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await DemandNoOrderAsync(pilot, request, cancellationToken);
            return null;
        }
    }

    // A job that was given before the order, in a reply that got lost, may still be fetched: it would have to wait for its lease otherwise.
    private async Task DemandNoOrderAsync(Caller pilot, MatchRequest request, CancellationToken cancellationToken)
    {
        if (pilot.PilotStamp is null || await FindAsync(pilot, cancellationToken) is not { } order) return;
        var given = await databases.Jobs.ReadAsync((session, token) => AttemptStore.FindByMatchAsync(session, request.MatchId, token), cancellationToken);
        if (given is null) throw new DiracException(ErrorCode.PilotStopped, order.Reason, "The pilot gets no more jobs; start another one when the cause is gone.");
    }

    private Task<PilotOrderRow?> FindAsync(Caller pilot, CancellationToken cancellationToken) =>
        databases.Jobs.ReadAsync((session, token) => PilotOrderStore.FindAsync(session, pilot.Vo, pilot.PilotStamp!, token), cancellationToken);
}
