using Dirac.Tasks;
using Dirac.Workload.Matching;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.SiteDirection;

/// <summary>Has queues looked at as soon as jobs come to wait, so that nobody waits for the next round.</summary>
internal sealed partial class SiteBell(
    WorkloadDatabases databases, DirectedQueues directed, MatchIndex index, ITaskQueue tasks, IOptions<SiteDirectionOptions> options, TimeProvider clock, ILogger<SiteBell> logger) : BackgroundService
{
    // Jobs come in crowds; and a pilot that waits may take what has just come.
    private static readonly TimeSpan Gathering = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Enabled) return;
        while (!stoppingToken.IsCancellationRequested)
        {
            await index.Changed.WaitAsync(stoppingToken);
            await Task.Delay(Gathering, clock, stoppingToken);
            if (directed.Now.Count == 0) continue;
            try
            {
                await databases.Jobs.WriteAsync((session, token) => tasks.EnqueueAsync(session, [new NewTask<SiteRound>(new SiteRound()) { DedupKey = "jobs" }], token), stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested || error is not OperationCanceledException)
            {
                LogNotRung(error);
            }
        }
    }

    [LoggerMessage(6954, LogLevel.Warning, "Queues could not be looked at for jobs that came to wait; the next round does it.")]
    private partial void LogNotRung(Exception error);
}
