using Dirac.Tasks;
using Microsoft.Extensions.Logging;

namespace Dirac.Monitoring.Statuses;

/// <summary>Task: DIRAC's TokenAgent. An element whose holder's time is over belongs to automatons again; its status stays.</summary>
internal sealed partial class ResetTokens(StatusDatabase database, StatusBoard board, TimeProvider clock, ILogger<ResetTokens> logger) : ITaskHandler<TokenRound>
{
    public async Task<IReadOnlyList<TaskOutcome>> HandleAsync(IReadOnlyList<ClaimedTask<TokenRound>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var reset = await database.WriteAsync((session, token) => ResetAsync(session, now, token), cancellationToken);
        foreach (var row in reset) LogReset(row.Name, row.StatusType, row.Status, row.TokenOwner);
        if (reset.Count > 0) await board.ReloadAsync(cancellationToken);
        return [.. batch.Select(_ => TaskOutcome.Done)];
    }

    private static async Task<IReadOnlyList<StatusRow>> ResetAsync(Persistence.IDbSession session, DateTime now, CancellationToken cancellationToken)
    {
        var reset = new List<StatusRow>();
        foreach (var element in StatusStore.Elements)
        {
            foreach (var expired in await StatusStore.ExpiredAsync(session, element, now, cancellationToken))
            {
                var current = await StatusStore.LockAsync(session, element, expired.Key, cancellationToken);
                // Somebody may have said it anew.
                if (current is null || current.TokenExpiration >= now) continue;
                await StatusStore.SaveAsync(session, element, StatusRules.Change(current, StatusRules.Release(current), now), cancellationToken);
                reset.Add(current);
            }
        }

        return reset;
    }

    [LoggerMessage(7003, LogLevel.Information, "{Name} ({StatusType}) stays {Status}, but is not held by {Owner} any more: the time is over")]
    private partial void LogReset(string name, string statusType, string status, string owner);
}
