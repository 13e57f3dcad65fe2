using Dirac.Tasks;
using Microsoft.Extensions.Logging;

namespace Dirac.Framework.Tokens;

/// <summary>Task: forgets refresh tokens that have ended, used or not, a day at a time.</summary>
internal sealed partial class PurgeTokens(AuthDatabase database, TimeProvider clock, ILogger<PurgeTokens> logger) : ITaskHandler<PurgeTokensRound>
{
    private const int Batch = 1_000;

    public async Task<IReadOnlyList<TaskOutcome>> HandleAsync(IReadOnlyList<ClaimedTask<PurgeTokensRound>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        var today = RefreshTokenRow.DayOf(clock.GetUtcNow());
        if (database.Dialect.PartitionsOf("@table") is { } query) await TurnPartitionsAsync(query, today, cancellationToken);
        else await DeleteAsync(today, cancellationToken);
        return [.. batch.Select(_ => TaskOutcome.Done)];
    }

    private async Task TurnPartitionsAsync(string query, int today, CancellationToken cancellationToken)
    {
        var plan = PartitionPlan.Decide(await database.ReadAsync((session, token) => RefreshTokenPartitions.NamesAsync(session, query, token), cancellationToken), today);
        if (plan.Coming.Count > 0) await database.WriteAsync((session, token) => RefreshTokenPartitions.AddAsync(session, plan.Coming, token), cancellationToken);
        if (plan.Gone.Count == 0) return;
        await database.WriteAsync((session, token) => RefreshTokenPartitions.DropAsync(session, plan.Gone, token), cancellationToken);
        LogDropped(plan.Gone.Count, plan.Gone[^1]);
    }

    private async Task DeleteAsync(int today, CancellationToken cancellationToken)
    {
        int round, total = 0;
        do
        {
            round = await database.WriteAsync((session, token) => RefreshTokenStore.PurgeAsync(session, today, Batch, token), cancellationToken);
            total += round;
        }
        while (round == Batch);

        if (total > 0) LogForgotten(total);
    }

    [LoggerMessage(5725, LogLevel.Information, "{Days} days of refresh tokens that have ended were dropped, the last of them {Last}")]
    private partial void LogDropped(int days, string last);

    [LoggerMessage(5726, LogLevel.Information, "{Tokens} refresh tokens that have ended were forgotten")]
    private partial void LogForgotten(int tokens);
}
