using Dirac.Framework.Login.Code;
using Dirac.Framework.Login.Device;
using Dirac.Framework.Tokens;
using Dirac.Tasks;
using Microsoft.Extensions.Logging;

namespace Dirac.Framework.Login;

/// <summary>Task: forgets logins that began a day ago. Until then a code that comes twice is known.</summary>
internal sealed partial class PurgeFlows(AuthDatabase database, TimeProvider clock, ILogger<PurgeFlows> logger) : ITaskHandler<PurgeFlowsRound>
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TaskOutcome>> HandleAsync(IReadOnlyList<ClaimedTask<PurgeFlowsRound>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        var before = (clock.GetUtcNow() - Kept).UtcDateTime;
        var logins = await database.WriteAsync(
            async (session, token) => await DeviceFlowStore.PurgeAsync(session, before, token) + await AuthorizationFlowStore.PurgeAsync(session, before, token), cancellationToken);
        if (logins > 0) LogPurged(logins);
        return [.. batch.Select(_ => TaskOutcome.Done)];
    }

    [LoggerMessage(5747, LogLevel.Information, "{Logins} old logins were forgotten")]
    private partial void LogPurged(int logins);
}
