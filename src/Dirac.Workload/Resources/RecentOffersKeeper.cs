using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dirac.Workload.Resources;

/// <summary>Shares what pilots offer between servers, and keeps it over restarts: new kinds at once, the rest once a minute.</summary>
internal sealed partial class RecentOffersKeeper(
    WorkloadDatabases databases, RecentOffers offers, TimeProvider clock, ILogger<RecentOffersKeeper> logger) : BackgroundService
{
    private const int MostLoaded = 5_000;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Refresh = TimeSpan.FromMinutes(1);

    private long _loadedMs;

    private long NowMs => clock.GetUtcNow().ToUnixTimeMilliseconds();

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Writes down what is new, and takes over what others wrote.</summary>
    public async Task ExchangeAsync(CancellationToken cancellationToken)
    {
        var due = offers.All().Where(offer => offer.SeenMs - offer.StoredMs >= (long)Refresh.TotalMilliseconds).ToList();
        if (due.Count > 0)
        {
            await databases.Queues.WriteAsync((session, token) => SeenOfferStore.SaveAsync(session, due, token), cancellationToken);
            foreach (var offer in due) offer.StoredMs = offer.SeenMs;
        }

        await LoadAsync(cancellationToken);
        offers.Forget();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var cleaned = clock.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await offers.New.WaitAsync(Interval, clock, stoppingToken);
            }
            catch (TimeoutException)
            {
                LogNothingNew();
            }

            try
            {
                await ExchangeAsync(stoppingToken);
                if (clock.GetElapsedTime(cleaned) < TimeSpan.FromHours(1)) continue;
                await databases.Queues.WriteAsync((session, token) => SeenOfferStore.DeleteAsync(session, NowMs - (long)RecentOffers.Known.TotalMilliseconds, token), stoppingToken);
                cleaned = clock.GetTimestamp();
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested || error is not OperationCanceledException)
            {
                LogNotShared(error);
            }
        }
    }

    // A little overlap: a row may be committed later than the time in it.
    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var since = Math.Max(_loadedMs - (long)Refresh.TotalMilliseconds, NowMs - (long)RecentOffers.Known.TotalMilliseconds);
        _loadedMs = NowMs;
        offers.Merge(await databases.Queues.ReadAsync((session, token) => SeenOfferStore.LoadAsync(session, since, MostLoaded, token), cancellationToken));
    }

    [LoggerMessage(6719, LogLevel.Trace, "No pilot offered anything new here; looking whether one did elsewhere.")]
    private partial void LogNothingNew();

    [LoggerMessage(6701, LogLevel.Warning, "What pilots offer could not be shared with other servers; it is tried again.")]
    private partial void LogNotShared(Exception error);
}
