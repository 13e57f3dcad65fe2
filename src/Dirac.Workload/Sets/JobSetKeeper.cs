using Dirac.Persistence;
using Dirac.Tasks;
using Dirac.Workload.Sets.Actions;
using Dirac.Workload.Sets.Notices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.Sets;

/// <summary>Adds up what happened to the jobs of sets, fires the rules whose conditions came to hold, and writes the notices whose windows are over.</summary>
/// <remarks>
/// Counting, firing and the action's task are one transaction: a rule fires once, whatever dies. Any number of servers may do it at once. An
/// idle round is two small queries.
/// </remarks>
internal sealed partial class JobSetKeeper(
    WorkloadDatabases databases, ITaskQueue tasks, JobSetBell bell, IOptions<JobSetOptions> options, TimeProvider clock, ILogger<JobSetKeeper> logger)
    : BackgroundService
{
    private const int MostLines = 1_000;
    private const int MostNotices = 50;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Does everything that is to be done now.</summary>
    public async Task RunRoundAsync(CancellationToken cancellationToken)
    {
        while (await HasWorkAsync(cancellationToken))
        {
            await databases.Jobs.WriteAsync(CountAsync, cancellationToken);
            await databases.Jobs.WriteAsync(WriteNoticesAsync, cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunRoundAsync(stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested || error is not OperationCanceledException)
            {
                LogFailed(error);
            }

            await bell.WaitAsync(Interval, clock, stoppingToken);
        }
    }

    private long NowMs() => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private Task<bool> HasWorkAsync(CancellationToken cancellationToken) => databases.Jobs.ReadAsync(
        async (session, token) =>
            await session.ScalarAsync<long>("SELECT EXISTS (SELECT 1 FROM {x_JobSetDeltas})", null, token) > 0 || await NoticeStore.IsAnyDueAsync(session, NowMs(), token),
        cancellationToken);

    private async Task CountAsync(IDbSession session, CancellationToken cancellationToken)
    {
        foreach (var (set, change) in await JobSetStore.TakeDeltasAsync(session, MostLines, cancellationToken)) await CountAsync(session, set, change, cancellationToken);
        session.AfterCommit(bell.Announce);
    }

    private async Task CountAsync(IDbSession session, long id, SetTally change, CancellationToken cancellationToken)
    {
        if (await JobSetStore.LockAsync(session, id, cancellationToken) is not { } set) return;
        var now = NowMs();
        var tally = set.Tally + change;
        var verdict = RuleJudge.Judge(set.State, tally, await RuleStore.OfAsync(session, id, cancellationToken));
        await JobSetStore.SetTallyAsync(session, id, tally, verdict.HasEnded ? set.EndedMs ?? now : null, cancellationToken);
        foreach (var rule in verdict.Fired) await FireAsync(session, rule, tally, now, cancellationToken);
        if (set.State == SetState.Cancelled) return;
        var events = SetEventNames.Between(set.Tally, tally, set.EndedMs is not null, verdict.HasEnded);
        if (verdict.Fired.Any(rule => rule.Action == RuleWords.Notify)) events |= SetEvents.Notify;
        await NoticeStore.RaiseAsync(session, id, events, Math.Max(0, change.Failures), now, cancellationToken);
    }

    private async Task FireAsync(IDbSession session, RuleRow rule, SetTally tally, long now, CancellationToken cancellationToken)
    {
        await RuleStore.FireAsync(session, rule.RuleID, tally.Failures, now, cancellationToken);
        if (rule.Action == RuleWords.Notify) await RuleStore.EndAsync(session, rule.RuleID, RuleState.Done, "The notices of the set tell it.", null, null, cancellationToken);
        else await tasks.EnqueueAsync(session, [new NewTask<JobSetAction>(new JobSetAction(rule.RuleID))], cancellationToken);
        LogFired(rule.SetID, rule.Occasion, rule.Action);
    }

    private async Task WriteNoticesAsync(IDbSession session, CancellationToken cancellationToken)
    {
        var now = NowMs();
        foreach (var notice in await NoticeStore.DueAsync(session, now, MostNotices, cancellationToken))
        {
            if (await JobSetStore.FindAsync(session, notice.SetID, cancellationToken) is { } set)
            {
                var message = await NoticeStore.InsertMessageAsync(session, notice, now, cancellationToken);
                var report = await ReportWriter.WriteAsync(session, set, notice, message, now, options.Value.MaxFailuresTold, cancellationToken);
                await NoticeStore.SetBodyAsync(session, message, report, cancellationToken);
                await tasks.EnqueueAsync(session, [new NewTask<JobSetMessage>(new JobSetMessage(message))], cancellationToken);
            }

            await NoticeStore.ClearAsync(session, notice.NoticeID, cancellationToken);
        }
    }

    [LoggerMessage(6901, LogLevel.Error, "Sets of jobs could not be looked after; it is tried again.")]
    private partial void LogFailed(Exception error);

    [LoggerMessage(6902, LogLevel.Information, "Set {Set}: {When} holds, {Action} follows.")]
    private partial void LogFired(long set, string when, string action);
}
