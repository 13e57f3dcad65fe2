using Dirac.Model.Api;
using Dirac.Model.Pilots;
using Dirac.Persistence;
using Dirac.Resources.Computing;
using Dirac.Workload.Pilots;
using Dirac.Workload.Pilots.Orders;
using Dirac.Workload.Pilots.Records;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.SiteDirection;

/// <summary>Asks a queue's element for the statuses of our pilots there, all at once; ends those that should not run and collects what ended ones printed.</summary>
internal sealed partial class FollowPilots(
    WorkloadDatabases databases, ChangePilots change, IOptions<SiteDirectionOptions> options, IOptions<PilotRecordsOptions> records, ILogger<FollowPilots> logger)
{
    private const int PrintsAtOnce = 50;

    /// <summary>Follows them.</summary>
    /// <returns>What their fates tell about the queue.</returns>
    public async Task<PilotNews> RunAsync(DirectedQueue queue, IComputingElement element, CancellationToken cancellationToken)
    {
        var pilots = await databases.Pilots.ReadAsync((session, token) => DirectionStore.PilotsAsync(session, queue.Name, token), cancellationToken);
        if (pilots.Count == 0) return PilotNews.None;
        var now = await databases.Pilots.ReadAsync(DirectionStore.NowAsync, cancellationToken);
        pilots = await FindLostAsync(queue, element, pilots, now, cancellationToken);
        var known = pilots.Where(pilot => pilot.Reference is not null).ToList();
        if (known.Count == 0) return PilotNews.None;
        var sightings = await element.GetStatusAsync([.. known.Select(pilot => pilot.Handle)], cancellationToken);
        var ordered = await OrderedAsync(known, cancellationToken);
        var verdicts = known.Select(pilot => (Pilot: pilot, Verdict: PilotVerdict.Of(pilot, sightings[pilot.Stamp], ordered.Contains(pilot.Stamp), now, options.Value))).ToList();
        await NoteAsync(verdicts, cancellationToken);
        var started = known.Where(pilot => pilot.StartedMs is null && sightings[pilot.Stamp].Status == PilotStatus.Running).Select(pilot => pilot.PilotID).ToList();
        if (started.Count > 0) await databases.Pilots.WriteAsync((session, token) => DirectionStore.SetStartedAsync(session, started, token), cancellationToken);
        await CancelAsync(element, verdicts, cancellationToken);
        await FinishAsync(element, [.. verdicts.Where(one => one.Verdict.IsOver).Select(one => one.Pilot)], cancellationToken);
        return PilotNews.Of(verdicts, ordered);
    }

    // Handed in, and no answer came: of those the element knows nothing, nothing will come.
    private async Task<IReadOnlyList<DirectedPilotRow>> FindLostAsync(
        DirectedQueue queue, IComputingElement element, IReadOnlyList<DirectedPilotRow> pilots, long now, CancellationToken cancellationToken)
    {
        var lost = pilots.Where(pilot => pilot.Reference is null && now - pilot.SubmittedMs > PilotVerdict.AnswerMs).ToList();
        if (lost.Count == 0) return pilots;
        var found = await element.FindAsync([.. lost.Select(pilot => pilot.Stamp)], cancellationToken);
        foreach (var vo in lost.GroupBy(pilot => pilot.VO))
        {
            var handles = found.Where(handle => vo.Any(pilot => pilot.Stamp == handle.Stamp)).ToList();
            var gone = vo.Where(pilot => found.All(handle => handle.Stamp != pilot.Stamp)).ToList();
            var failed = new PilotMetadata { Status = nameof(PilotStatus.Failed), StatusReason = "It was not taken: the computing element did not answer, and does not know it" };
            await databases.Pilots.WriteAsync((session, token) => DirectionStore.SetReferencesAsync(session, vo.Key, handles, token), cancellationToken);
            await change.NoteAsync(vo.Key, gone.Where(pilot => !pilot.HasEnded).ToDictionary(pilot => pilot.Stamp, _ => failed), cancellationToken);
            await databases.Pilots.WriteAsync((session, token) => DirectionStore.RemoveAsync(session, gone, token), cancellationToken);
        }

        return await databases.Pilots.ReadAsync((session, token) => DirectionStore.PilotsAsync(session, queue.Name, token), cancellationToken);
    }

    private async Task<IReadOnlySet<string>> OrderedAsync(IReadOnlyList<DirectedPilotRow> pilots, CancellationToken cancellationToken)
    {
        var ordered = new HashSet<string>(StringComparer.Ordinal);
        foreach (var vo in pilots.GroupBy(pilot => pilot.VO))
        {
            foreach (var chunk in vo.Select(pilot => pilot.Stamp).Chunk(500))
            {
                ordered.UnionWith((await databases.Jobs.ReadAsync((session, token) => PilotOrderStore.FindAsync(session, vo.Key, chunk, token), cancellationToken)).Select(order => order.PilotStamp));
            }
        }

        return ordered;
    }

    private async Task NoteAsync(IReadOnlyList<(DirectedPilotRow Pilot, PilotVerdict Verdict)> verdicts, CancellationToken cancellationToken)
    {
        foreach (var vo in verdicts.Where(one => one.Verdict.Change is not null).GroupBy(one => one.Pilot.VO))
        {
            await change.NoteAsync(vo.Key, vo.ToDictionary(one => one.Pilot.Stamp, one => one.Verdict.Change!), cancellationToken);
        }
    }

    private async Task CancelAsync(IComputingElement element, IReadOnlyList<(DirectedPilotRow Pilot, PilotVerdict Verdict)> verdicts, CancellationToken cancellationToken)
    {
        foreach (var kind in verdicts.Where(one => one.Verdict.Cancel != PilotCancel.No).GroupBy(one => one.Verdict.Cancel))
        {
            var pilots = kind.Select(one => one.Pilot).ToList();
            await element.CancelAsync([.. pilots.Select(pilot => pilot.Handle)], kind.Key == PilotCancel.Firmly, cancellationToken);
            await databases.Pilots.WriteAsync((session, token) => DirectionStore.SetCancelledAsync(session, [.. pilots.Select(pilot => pilot.PilotID)], token), cancellationToken);
            foreach (var pilot in pilots) LogCancelled(pilot.Stamp, element.Name);
        }
    }

    private async Task FinishAsync(IComputingElement element, IReadOnlyList<DirectedPilotRow> over, CancellationToken cancellationToken)
    {
        foreach (var chunk in over.Chunk(PrintsAtOnce))
        {
            var handles = chunk.Select(pilot => pilot.Handle).ToList();
            var prints = await element.GetOutputAsync(handles, records.Value.MaxOutputCharacters, cancellationToken);
            await databases.Pilots.WriteAsync((session, token) => KeepAsync(session, chunk, prints, token), cancellationToken);
            await element.CleanAsync(handles, cancellationToken);
            await databases.Pilots.WriteAsync((session, token) => DirectionStore.RemoveAsync(session, chunk, token), cancellationToken);
        }
    }

    private async Task KeepAsync(IDbSession session, IReadOnlyList<DirectedPilotRow> pilots, IReadOnlyDictionary<string, PilotPrint> prints, CancellationToken cancellationToken)
    {
        foreach (var pilot in pilots)
        {
            if (prints.GetValueOrDefault(pilot.Stamp) is not { } print) continue;
            await PilotLogStore.SetOutputAsync(session, pilot.PilotID, Fit(print.Output), Fit(print.Error), cancellationToken);
        }
    }

    private string Fit(string text) => ColumnText.Fit(LogText.Tail(text, records.Value.MaxOutputCharacters), int.MaxValue);

    [LoggerMessage(6953, LogLevel.Information, "{Element} was told to end pilot {Stamp}")]
    private partial void LogCancelled(string stamp, string element);
}
