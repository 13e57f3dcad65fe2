using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.Jobs.Counts;

/// <summary>Adds up what was counted, and now and then compares it with the jobs, since a Python DIRAC changes jobs without counting.</summary>
/// <remarks>Any number of servers may do it at once. At start it compares when there are no sums yet: the tables may be a DIRAC's.</remarks>
internal sealed partial class JobCountsKeeper(
    WorkloadDatabases databases, IOptions<WorkloadOptions> options, TimeProvider clock, ILogger<JobCountsKeeper> logger) : BackgroundService
{
    private const int MostLines = 2_000;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!await HasSumsAsync(cancellationToken)) await ReconcileAsync(cancellationToken);
        else if (await databases.Jobs.ReadAsync(JobCountStore.LacksViewsAsync, cancellationToken)) await databases.Jobs.WriteAsync(JobCountStore.AlignViewsAsync, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Adds up everything that waits now.</summary>
    public async Task FoldAsync(CancellationToken cancellationToken)
    {
        // Looking costs nothing; a write transaction every second would keep a disk awake.
        while (await databases.Jobs.ReadAsync(
            (session, token) => session.ScalarAsync<long>("SELECT COALESCE(MAX(Id), 0) FROM {x_JobCountDeltas}", null, token), cancellationToken) > 0)
        {
            var moved = await databases.Jobs.WriteAsync((session, token) => JobCountStore.FoldAsync(session, MostLines, token), cancellationToken);
            if (moved < MostLines) return;
        }
    }

    /// <summary>Corrects the numbers by what others changed; returns how many keys were wrong.</summary>
    public async Task<int> ReconcileAsync(CancellationToken cancellationToken)
    {
        var found = await databases.Jobs.ReadAsync(JobCountStore.CompareAsync, cancellationToken);
        if (found.All.Count > 0) await databases.Jobs.WriteAsync((session, token) => JobCounts.WriteAsync(session, found, token), cancellationToken);
        await FoldAsync(cancellationToken);
        await databases.Jobs.WriteAsync(JobCountStore.AlignViewsAsync, cancellationToken);
        await databases.Jobs.WriteAsync(JobCountStore.DeleteEmptyAsync, cancellationToken);
        return found.All.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var compared = clock.GetTimestamp();
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await FoldAsync(stoppingToken);
                if (clock.GetElapsedTime(compared) < TimeSpan.FromSeconds(options.Value.JobCountsIntervalSeconds)) continue;
                if (await ReconcileAsync(stoppingToken) is > 0 and var keys) LogCorrected(keys);
                compared = clock.GetTimestamp();
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested || error is not OperationCanceledException)
            {
                LogFailed(error);
            }
        }
    }

    private Task<bool> HasSumsAsync(CancellationToken cancellationToken) => databases.Jobs.ReadAsync(
        async (session, token) => await session.ScalarAsync<long?>("SELECT 1 FROM {x_JobCounts} LIMIT 1", null, token) is not null, cancellationToken);

    [LoggerMessage(6110, LogLevel.Information, "{Keys} numbers of jobs were corrected: somebody else changes jobs in this database.")]
    private partial void LogCorrected(int keys);

    [LoggerMessage(6111, LogLevel.Warning, "Numbers of jobs could not be added up; it is tried again.")]
    private partial void LogFailed(Exception error);
}
