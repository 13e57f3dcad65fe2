using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Model.Pilots;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Tasks;
using Dirac.Workload.Attempts;
using Dirac.Workload.Rescue;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.Pilots;

/// <summary>Registers pilots and changes their rows. A pilot that is said to be dead gives its jobs back.</summary>
internal sealed class ChangePilots(WorkloadDatabases databases, ITaskQueue tasks, IOptions<WorkloadOptions> options, TimeProvider clock)
{
    public async Task RegisterAsync(Caller caller, PilotRegistration pilot, CancellationToken cancellationToken)
    {
        PilotLogin.CheckStamp(pilot.PilotStamp);
        DemandVo(caller, pilot.Vo);
        DemandStatus(pilot.PilotStatus);
        PilotColumns.Check(pilot);
        var now = clock.GetUtcNow().UtcDateTime;
        await databases.Pilots.WriteAsync(
            async (session, token) =>
            {
                if (await PilotStore.FindAsync(session, pilot.PilotStamp, token) is not null)
                {
                    throw new DiracException(ErrorCode.Conflict, $"Pilot {pilot.PilotStamp} exists already.", "Choose another stamp.");
                }

                await PilotStore.AddAsync(session, pilot, now, token);
            },
            cancellationToken);
    }

    public async Task UpdateAsync(Caller caller, IReadOnlyDictionary<string, PilotMetadata> changes, CancellationToken cancellationToken)
    {
        if (caller.Kind == CallerKind.Pilot && (changes.Count != 1 || changes.Keys.Single() != caller.PilotStamp))
        {
            throw new DiracException(ErrorCode.NotAuthorized, "A pilot may change its own row only.");
        }

        foreach (var (stamp, change) in changes)
        {
            PilotLogin.CheckStamp(stamp);
            DemandStatus(change.Status);
            PilotColumns.Check(change);
        }

        await databases.Pilots.WriteAsync((session, token) => ApplyAsync(session, caller, changes, token), cancellationToken);
        foreach (var (stamp, change) in changes)
        {
            if (MeansDead(change)) await databases.Jobs.WriteAsync((session, token) => GiveUpAsync(session, stamp, token), cancellationToken);
        }
    }

    private async Task ApplyAsync(IDbSession session, Caller caller, IReadOnlyDictionary<string, PilotMetadata> changes, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        foreach (var (stamp, change) in changes)
        {
            var pilot = await PilotStore.FindAsync(session, stamp, cancellationToken);
            if (pilot is null || (pilot.VO != caller.Vo && !caller.Properties.Has(DiracProperties.ServiceAdministrator)))
            {
                throw new DiracException(ErrorCode.NotFound, $"Pilot {stamp} does not exist.", "List pilots with 'dirac pilot list'. Nothing was changed.");
            }

            await PilotStore.UpdateAsync(session, stamp, change, now, cancellationToken);
        }
    }

    // The leases end now, and somebody looks as soon as the last payloads must be gone.
    private async Task GiveUpAsync(IDbSession session, string stamp, CancellationToken cancellationToken)
    {
        await AttemptStore.ExpirePilotAsync(session, stamp, cancellationToken);
        var grace = TimeSpan.FromSeconds(options.Value.LeaseGraceSeconds + 1);
        await tasks.EnqueueAsync(session, [new NewTask<RescueRound>(new RescueRound()) { NotBefore = clock.GetUtcNow() + grace }], cancellationToken);
    }

    private static bool MeansDead(PilotMetadata change) =>
        change.Status is nameof(PilotStatus.Aborted) or nameof(PilotStatus.Deleted) or nameof(PilotStatus.Failed) or nameof(PilotStatus.Done);

    private static void DemandVo(Caller caller, string vo)
    {
        if (vo != caller.Vo && !caller.Properties.Has(DiracProperties.ServiceAdministrator))
        {
            throw new DiracException(ErrorCode.NotAuthorized, $"You are of VO {caller.Vo} and cannot register pilots of {vo}.");
        }
    }

    private static void DemandStatus(string? status)
    {
        if (status is not null && !Enum.GetNames<PilotStatus>().Contains(status))
        {
            throw new DiracException(ErrorCode.BadRequest, $"'{status}' is not a pilot status.", $"Use one of {string.Join(", ", Enum.GetNames<PilotStatus>())}.");
        }
    }
}
