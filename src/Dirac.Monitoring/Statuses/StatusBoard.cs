using Dirac.Monitoring.Downtimes;

namespace Dirac.Monitoring.Statuses;

/// <summary>The statuses in memory: asked with every match, so it does no I/O. Thread-safe.</summary>
/// <remarks>A change made by this process is seen when the change returns; one made elsewhere within a few seconds (<see cref="StatusBoardKeeper"/>).</remarks>
public sealed class StatusBoard : IDisposable
{
    private readonly StatusDatabase _database;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _loading = new(1);
    private volatile Known _known;

    internal StatusBoard(StatusDatabase database, TimeProvider clock)
    {
        (_database, _clock) = (database, clock);
        _known = new Known(StatusSnapshot.Empty, clock.GetUtcNow());
    }

    /// <summary>What is said now.</summary>
    internal StatusSnapshot Now => _known.Snapshot;

    /// <summary>Since when that is so, UTC.</summary>
    internal DateTimeOffset ChangedAt => _known.ChangedAt;

    /// <summary>What is said of a site to a VO; null when nothing is, and the configuration speaks.</summary>
    /// <param name="vo">The VO.</param>
    /// <param name="site">The site.</param>
    public ElementState? OfSite(string vo, string site) => Now.Find(ElementKind.Site, vo, site);

    /// <summary>What is said of a computing element to a VO; null when nothing is.</summary>
    /// <param name="vo">The VO.</param>
    /// <param name="ce">The computing element.</param>
    public ElementState? OfComputingElement(string vo, string ce) => Now.Find(ElementKind.Compute, vo, ce);

    /// <inheritdoc/>
    public void Dispose() => _loading.Dispose();

    /// <summary>Reads what the database says now; true when it is something else than before. It is never older than this call.</summary>
    internal async Task<bool> ReloadAsync(CancellationToken cancellationToken)
    {
        await _loading.WaitAsync(cancellationToken);
        try
        {
            var now = _clock.GetUtcNow();
            var fresh = await _database.ReadAsync(
                async (session, token) => new StatusSnapshot(
                    await StatusStore.LoadAsync(session, ElementKind.Site.Element, token),
                    await StatusStore.LoadAsync(session, ElementKind.Compute.Element, token),
                    await DowntimeStore.CurrentAsync(session, token),
                    now.UtcDateTime),
                cancellationToken);
            if (IsSame(fresh, Now)) return false;
            _known = new Known(fresh, now);
            return true;
        }
        finally
        {
            _loading.Release();
        }
    }

    private static bool IsSame(StatusSnapshot one, StatusSnapshot other) =>
        one.Sites.SequenceEqual(other.Sites) && one.Resources.SequenceEqual(other.Resources) && one.AtWork.SequenceEqual(other.AtWork);

    private sealed record Known(StatusSnapshot Snapshot, DateTimeOffset ChangedAt);
}
