using System.Globalization;
using Dirac.Hosting.Configuration;
using Dirac.Persistence;
using Dirac.Tasks;

namespace Dirac.Monitoring.Statuses;

/// <summary>Task: DIRAC's SummarizeLogsAgent. Moves what of the logs is worth keeping into the histories, and forgets histories that are old.</summary>
/// <remarks>Lines are kept and removed in one transaction, so nothing has to be remembered between rounds, and no VO's lines are taken for another's.</remarks>
internal sealed class SummariseLogs(StatusDatabase database, IConfigurationSnapshots snapshots, TimeProvider clock) : ITaskHandler<LogRound>
{
    public const string Agent = "SummarizeLogsAgent";
    private const int AtOnce = 1_000;
    private const int DaysOfAMonth = 30;
    private const int UsualMonths = 36;

    public async Task<IReadOnlyList<TaskOutcome>> HandleAsync(IReadOnlyList<ClaimedTask<LogRound>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        foreach (var element in StatusStore.Elements)
        {
            while (await database.WriteAsync((session, token) => SummariseAsync(session, element, token), cancellationToken) == AtOnce)
                cancellationToken.ThrowIfCancellationRequested();
        }

        return [.. batch.Select(_ => TaskOutcome.Done)];
    }

    private async Task<int> SummariseAsync(IDbSession session, string element, CancellationToken cancellationToken)
    {
        await StatusStore.ForgetAsync(session, element, clock.GetUtcNow().UtcDateTime.AddDays(-DaysOfAMonth * Months()), cancellationToken);
        var lines = await StatusStore.OldestLinesAsync(session, element, AtOnce, cancellationToken);
        if (lines.Count == 0) return 0;
        foreach (var key in lines.GroupBy(line => line.Key))
        {
            var last = await StatusStore.LastOfHistoryAsync(session, element, key.Key, cancellationToken);
            foreach (var line in LogDigest.Of(key, last)) await StatusStore.AppendAsync(session, $"{element}History", line, cancellationToken);
        }

        await StatusStore.DropLinesAsync(session, element, lines[^1].ID, cancellationToken);
        return lines.Count;
    }

    private int Months() =>
        int.TryParse(AgentOptions.Of(snapshots, Agent).GetOption(nameof(Months)), NumberStyles.None, CultureInfo.InvariantCulture, out var months) && months is > 0 and < 1_200 ? months : UsualMonths;
}
