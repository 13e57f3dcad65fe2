using Dirac.Hosting.Configuration;
using Dirac.Model.Errors;
using Dirac.Tasks;
using Microsoft.Extensions.Logging;

namespace Dirac.Framework.Accounts;

/// <summary>Task: synchronises the accounts of one VO, or logs what would be done while the configuration says <c>DryRun</c>.</summary>
internal sealed partial class SyncOneVo(SyncAccounts sync, IConfigurationSnapshots snapshots, ILogger<SyncOneVo> logger) : ITaskHandler<AccountSyncVisit>
{
    public async Task<IReadOnlyList<TaskOutcome>> HandleAsync(IReadOnlyList<ClaimedTask<AccountSyncVisit>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        foreach (var vo in batch.Select(task => task.Message.Vo)) await RunAsync(vo, cancellationToken);
        return [.. batch.Select(_ => TaskOutcome.Done)];
    }

    /// <summary>Does it for one VO, if the configuration still says so.</summary>
    /// <remarks>The next round comes anyhow: repeating at once what a provider or the configuration refuses would help nobody, so that is logged.</remarks>
    public async Task RunAsync(string vo, CancellationToken cancellationToken)
    {
        var options = AccountSyncOptions.Read(snapshots.Current.Root);
        if (!options.Vos.Contains(vo, StringComparer.Ordinal)) return;
        try
        {
            var (plan, isApplied) = await sync.RunAsync(vo, !options.IsDryRun, SyncAccounts.Itself, cancellationToken);
            if (isApplied) return;
            foreach (var change in plan.Changes) LogWould(vo, change.Kind, change.UserName, change.Reason);
        }
        catch (DiracException problem)
        {
            LogFailed(vo, problem.Message);
        }
    }

    [LoggerMessage(5782, LogLevel.Information, "Not done in {Vo}: {Kind} {User}, who {Reason}")]
    private partial void LogWould(string vo, AccountChangeKind kind, string user, string reason);

    [LoggerMessage(5783, LogLevel.Warning, "The accounts of {Vo} could not be compared with its provider's, it is tried again in the next round: {Problem}")]
    private partial void LogFailed(string vo, string problem);
}
