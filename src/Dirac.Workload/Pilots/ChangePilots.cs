using Dirac.Hosting.Configuration;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Model.Pilots;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Tasks;
using Dirac.Workload.Attempts;
using Dirac.Workload.Pilots.Records;
using Dirac.Workload.Rescue;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.Pilots;

/// <summary>Registers pilots and changes their rows. A pilot that is said to be dead gives its jobs back.</summary>
internal sealed class ChangePilots(
    WorkloadDatabases databases, ITaskQueue tasks, IConfigurationSnapshots snapshots, IOptions<WorkloadOptions> options, TimeProvider clock)
{
    public async Task RegisterAsync(Caller caller, PilotRegistration pilot, CancellationToken cancellationToken)
    {
        PilotColumns.Check(pilot);
        DemandVo(caller, pilot.Vo);
        // A caller's own VO was known when the token was made.
        if (pilot.Vo != caller.Vo && !snapshots.Current.Registry.Vos.Contains(pilot.Vo, StringComparer.Ordinal)) throw new DiracException(ErrorCode.BadRequest, $"There is no VO {pilot.Vo}.", "Name one of the registry.");
        var now = clock.GetUtcNow().UtcDateTime;
        await databases.Pilots.WriteAsync(
            async (session, token) =>
            {
                if (await PilotStore.FindAnyAsync(session, pilot.PilotStamp, token) is not null)
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

        foreach (var (stamp, change) in changes) PilotColumns.Check(stamp, change);

        var changed = await databases.Pilots.WriteAsync((session, token) => ApplyAsync(session, caller, changes, token), cancellationToken);
        await GiveUpAsync(changed.Where(pilot => MeansDead(changes[pilot.PilotStamp])).Select(pilot => (pilot.VO, pilot.PilotStamp)), cancellationToken);
    }

    /// <summary>Notes what a computing element says of a VO's pilots.</summary>
    public async Task NoteAsync(string vo, IReadOnlyDictionary<string, PilotMetadata> changes, CancellationToken cancellationToken)
    {
        if (changes.Count == 0) return;
        var now = clock.GetUtcNow().UtcDateTime;
        await databases.Pilots.WriteAsync(
            async (session, token) =>
            {
                foreach (var (stamp, change) in changes) await PilotStore.UpdateAsync(session, vo, stamp, change, now, token);
            },
            cancellationToken);
        await GiveUpAsync(changes.Where(change => MeansDead(change.Value)).Select(change => (vo, change.Key)), cancellationToken);
    }

    private async Task GiveUpAsync(IEnumerable<(string Vo, string Stamp)> pilots, CancellationToken cancellationToken)
    {
        foreach (var (vo, stamp) in pilots) await databases.Jobs.WriteAsync((session, token) => GiveUpAsync(session, vo, stamp, token), cancellationToken);
    }

    private async Task<IReadOnlyList<PilotRow>> ApplyAsync(
        IDbSession session, Caller caller, IReadOnlyDictionary<string, PilotMetadata> changes, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var changed = new List<PilotRow>();
        foreach (var (stamp, change) in changes)
        {
            var pilot = await PilotStore.FindAsync(session, caller.Vo, stamp, cancellationToken);
            if (caller.Properties.Has(DiracProperties.ServiceAdministrator)) pilot ??= await PilotStore.FindAnyAsync(session, stamp, cancellationToken);
            if (pilot is null)
            {
                throw new DiracException(ErrorCode.NotFound, $"Pilot {stamp} does not exist.", "List pilots with 'dirac pilot list'. Nothing was changed.");
            }

            await PilotStore.UpdateAsync(session, pilot.VO, pilot.PilotStamp, change, now, cancellationToken);
            if (change.HostName is { } host) await PilotStateStore.SetHostAsync(session, pilot.PilotID, host, cancellationToken);
            changed.Add(pilot);
        }

        return changed;
    }

    // The leases end now, and somebody looks as soon as the last payloads must be gone.
    private async Task GiveUpAsync(IDbSession session, string vo, string stamp, CancellationToken cancellationToken)
    {
        await AttemptStore.ExpirePilotAsync(session, vo, stamp, cancellationToken);
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
}
