using Dirac.Hosting.Configuration;
using Dirac.Tasks;

namespace Dirac.Framework.Accounts;

/// <summary>Task: makes a task for every VO whose accounts follow its provider, so that a provider that is slow or broken holds up no other.</summary>
internal sealed class PlanAccountSync(AccountDatabase database, IConfigurationSnapshots snapshots, ITaskQueue tasks) : ITaskHandler<AccountSyncRound>
{
    public async Task<IReadOnlyList<TaskOutcome>> HandleAsync(IReadOnlyList<ClaimedTask<AccountSyncRound>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        await RunAsync(cancellationToken);
        return [.. batch.Select(_ => TaskOutcome.Done)];
    }

    /// <summary>Makes the tasks.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var vos = AccountSyncOptions.Read(snapshots.Current.Root).Vos.Intersect(snapshots.Current.Registry.Vos, StringComparer.Ordinal).ToList();
        if (vos.Count == 0) return;
        await database.WriteAsync(
            (session, token) => tasks.EnqueueAsync(session, vos.Select(vo => new NewTask<AccountSyncVisit>(new AccountSyncVisit(vo)) { DedupKey = vo }), token), cancellationToken);
    }
}
