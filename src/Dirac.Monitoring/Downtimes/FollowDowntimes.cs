using Dirac.Monitoring.Statuses;
using Dirac.Persistence;
using Dirac.Tasks;
using Microsoft.Extensions.Logging;

namespace Dirac.Monitoring.Downtimes;

/// <summary>Task: writes what downtimes that begin or end do to their elements, where DIRAC's own programs see it too. Repeating it changes nothing.</summary>
/// <remarks>Matching does not wait for it: <see cref="StatusSnapshot"/> knows the plan.</remarks>
internal sealed partial class FollowDowntimes(StatusDatabase database, StatusBoard board, TellStatuses statuses, TimeProvider clock, ILogger<FollowDowntimes> logger) : ITaskHandler<DowntimeRound>
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    public async Task<IReadOnlyList<TaskOutcome>> HandleAsync(IReadOnlyList<ClaimedTask<DowntimeRound>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        await RunAsync(cancellationToken);
        return [.. batch.Select(_ => TaskOutcome.Done)];
    }

    /// <summary>Brings everything to where the plan has it now.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var done = await database.WriteAsync(
            async (session, token) =>
            {
                await DowntimeStore.ForgetAsync(session, now - Kept, token);
                return await TurnAsync(session, now, token);
            },
            cancellationToken);
        foreach (var row in done) LogTurned(row.Id, row.Element, row.Name, row.State);
        if (done.Count > 0) await board.ReloadAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<DowntimeRow>> TurnAsync(IDbSession session, DateTime now, CancellationToken cancellationToken)
    {
        var current = (await DowntimeStore.CurrentAsync(session, cancellationToken)).ToList();
        var done = new List<DowntimeRow>();
        // Ends first: a downtime that follows another begins with what was before both.
        foreach (var row in current.OrderBy(row => DowntimeRules.PhaseOf(row, now) == DowntimePhase.Over ? 0 : 1).ToList())
        {
            var phase = DowntimeRules.PhaseOf(row, now);
            var isDue = phase == DowntimePhase.Over || (phase == DowntimePhase.Ongoing && row.State == DowntimeRow.Planned);
            if (!isDue) continue;
            var turned = await TurnAsync(session, row, [.. current.Where(other => other.Id != row.Id && IsAtWork(other, row))], now, cancellationToken);
            if (turned is null) continue;
            current[current.FindIndex(other => other.Id == row.Id)] = turned;
            done.Add(turned);
        }

        return done;
    }

    private static bool IsAtWork(DowntimeRow other, DowntimeRow row) =>
        other.State == DowntimeRow.Ongoing && (other.Element, other.Name, other.VO) == (row.Element, row.Name, row.VO);

    private async Task<DowntimeRow?> TurnAsync(IDbSession session, DowntimeRow row, IReadOnlyList<DowntimeRow> others, DateTime now, CancellationToken cancellationToken)
    {
        var element = ElementKind.Of(row.Element).Element;
        var before = await StatusStore.LockAsync(session, element, new StatusKey(row.Name, ElementKind.AllTypes, row.VO), cancellationToken);
        var (turned, write) = DowntimeRules.PhaseOf(row, now) == DowntimePhase.Ongoing ? DowntimeRules.Begin(row, before, others) : DowntimeRules.End(row, before, others);
        if (!await DowntimeStore.UpdateAsync(session, turned, row.State, cancellationToken)) return null;
        if (write is not null) await statuses.SaveAsync(session, element, StatusRules.Change(before, write, now), cancellationToken);
        return turned;
    }

    [LoggerMessage(7010, LogLevel.Information, "Downtime {Id} of {Kind} {Name} is {State}")]
    private partial void LogTurned(long id, string kind, string name, string state);
}
