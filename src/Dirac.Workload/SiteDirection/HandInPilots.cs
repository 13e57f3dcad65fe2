using System.Security.Cryptography;
using Dirac.Hosting.Configuration;
using Dirac.Model.Api;
using Dirac.Model.Pilots;
using Dirac.Persistence;
using Dirac.Resources.Computing;
using Dirac.Workload.Pilots;
using Dirac.Workload.Pilots.Records;
using Dirac.Workload.Pilots.Releases;
using Dirac.Workload.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.SiteDirection;

/// <summary>Hands pilots in to a queue. Their rows and secrets are written first, so that a pilot that starts is known, whatever becomes of us.</summary>
internal sealed partial class HandInPilots(
    WorkloadDatabases databases, PilotLogin login, PilotPrograms programs, IPilotGateway gateway, IConfigurationSnapshots configuration, IOptions<SiteDirectionOptions> options, TimeProvider clock, ILogger<HandInPilots> logger)
{
    private const string Creator = "SiteDirector";
    private static readonly EqualityComparer<PilotRelease> ReleaseComparer = EqualityComparer<PilotRelease>.Create((one, other) => one?.Version == other?.Version, release => (release.Version ?? "").GetHashCode(StringComparison.Ordinal));

    public async Task RunAsync(DirectedQueue queue, IComputingElement element, string? way, IReadOnlyDictionary<string, int> wanted, CancellationToken cancellationToken)
    {
        // Asked before anything is written: most trouble shows here.
        var there = await element.GetCapacityAsync(cancellationToken);
        var room = Math.Min(queue.MaxTotalJobs - there.Running - there.Waiting, queue.MaxWaitingJobs - there.Waiting);
        foreach (var (vo, count) in wanted)
        {
            var pilots = Math.Min(Math.Min(count, room), options.Value.MaxPilotsToSubmit);
            if (pilots <= 0) continue;
            await HandInAsync(queue, element, way, vo, pilots, cancellationToken);
            room -= pilots;
        }
    }

    // Pilots of one order are of one release; with a version on trial there are two orders.
    private async Task HandInAsync(DirectedQueue queue, IComputingElement element, string? way, string vo, int count, CancellationToken cancellationToken)
    {
        var root = configuration.Current.Root;
        var releases = Enumerable.Range(0, count).Select(_ => new PilotLaunch(Random(16), Random(32)))
            .GroupBy(pilot => PilotReleaseRules.Resolve(root, vo, queue.Name.Site, queue.Name.CE, pilot.Stamp), ReleaseComparer);
        foreach (var release in releases) await HandInAsync(queue, element, way, vo, release.Key, [.. release], cancellationToken);
    }

    private async Task HandInAsync(
        DirectedQueue queue, IComputingElement element, string? way, string vo, PilotRelease release, IReadOnlyList<PilotLaunch> pilots, CancellationToken cancellationToken)
    {
        var order = new PilotOrder
        {
            Program = await programs.FindAsync(queue.Architecture, release, cancellationToken),
            Pilots = pilots,
            Arguments = PilotWords.Of(queue, gateway.Url, way, release),
            Authority = gateway.Authority,
            Processors = Math.Max(1, queue.Resource.NumberOfProcessors),
            RamMegabytes = queue.Element.Queues ? queue.Resource.MaxRAM : 0,
            Gpus = queue.Gpus,
            WallClockSeconds = queue.WallClockSeconds,
        };
        await databases.Pilots.WriteAsync((session, token) => NoteAsync(session, queue, vo, order, token), cancellationToken);
        try
        {
            var handles = await element.SubmitAsync(order, cancellationToken);
            await databases.Pilots.WriteAsync((session, token) => DirectionStore.SetReferencesAsync(session, vo, handles, token), cancellationToken);
            LogHandedIn(handles.Count, vo, queue.Name);
        }
        catch (ComputingElementException error) when (error.Trouble is CETrouble.QueueBroken or CETrouble.RequestWrong)
        {
            // Refused for certain. After other trouble it is open what came of it, and the next look finds out.
            await databases.Pilots.WriteAsync((session, token) => RefusedAsync(session, vo, order, error.Message, token), cancellationToken);
            throw;
        }
    }

    private async Task NoteAsync(IDbSession session, DirectedQueue queue, string vo, PilotOrder order, CancellationToken cancellationToken)
    {
        var stamps = order.Pilots.Select(pilot => pilot.Stamp).ToList();
        var references = new PilotReferences(vo, stamps)
        {
            GridType = queue.Element.Ssh is null ? "Local" : "SSH", DestinationSite = queue.Name.CE, GridSite = queue.Name.Site, Queue = queue.Name.Queue,
        };
        await AddPilotReferences.AddAsync(session, references, stamps.ToDictionary(stamp => stamp), clock.GetUtcNow().UtcDateTime, cancellationToken);
        await DirectionStore.AddPilotsAsync(session, queue.Name, vo, stamps, cancellationToken);
        await login.AddSecretsAsync(session, order.Pilots, vo, queue.Name.Site, Creator, TimeSpan.FromSeconds(options.Value.SecretLifetimeSeconds), cancellationToken);
    }

    private async Task RefusedAsync(IDbSession session, string vo, PilotOrder order, string reason, CancellationToken cancellationToken)
    {
        var stamps = order.Pilots.Select(pilot => pilot.Stamp).ToList();
        var refused = new PilotMetadata { Status = nameof(PilotStatus.Failed), StatusReason = reason };
        foreach (var stamp in stamps) await PilotStore.UpdateAsync(session, vo, stamp, refused, clock.GetUtcNow().UtcDateTime, cancellationToken);
        var rows = await PilotStore.FindManyAsync(session, vo, stamps, cancellationToken);
        await DirectionStore.RemoveAsync(session, [.. rows.Values.Select(row => new DirectedPilotRow { PilotID = row.PilotID, Stamp = row.PilotStamp })], cancellationToken);
    }

    private static string Random(int bytes) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));

    [LoggerMessage(6952, LogLevel.Information, "{Count} pilots of {Vo} were handed in to queue {Queue}")]
    private partial void LogHandedIn(int count, string vo, QueueName queue);
}
