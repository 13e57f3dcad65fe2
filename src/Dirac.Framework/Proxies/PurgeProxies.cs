using Dirac.Tasks;
using Microsoft.Extensions.Logging;

namespace Dirac.Framework.Proxies;

/// <summary>Task: DIRAC's ProxyRenewalAgent. Forgets requests and proxies that have expired, and what happened half a year ago.</summary>
internal sealed partial class PurgeProxies(ProxyDatabase database, TimeProvider clock, ILogger<PurgeProxies> logger) : ITaskHandler<PurgeRound>
{
    private static readonly TimeSpan LogKept = TimeSpan.FromDays(180);

    public async Task<IReadOnlyList<TaskOutcome>> HandleAsync(IReadOnlyList<ClaimedTask<PurgeRound>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var (proxies, requests, lines) = await database.WriteAsync(
            async (session, token) => (
                await CleanProxyStore.PurgeAsync(session, now, token) + await VomsProxyStore.PurgeAsync(session, now, token),
                await DelegationRequestStore.PurgeAsync(session, now, token),
                await ProxyLogStore.PurgeAsync(session, now - LogKept, token)),
            cancellationToken);
        if (proxies + requests + lines > 0) LogPurged(proxies, requests, lines);
        return [.. batch.Select(_ => TaskOutcome.Done)];
    }

    [LoggerMessage(5620, LogLevel.Information, "{Proxies} expired proxies, {Requests} expired requests and {Lines} old lines of the log were forgotten")]
    private partial void LogPurged(int proxies, int requests, int lines);
}
