using Dirac.Tasks;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.Jobs.Operations;

/// <summary>Task: forgets operations that ended long ago, and those that were never accepted because the server died over them.</summary>
internal sealed class CleanOperations(WorkloadDatabases databases, IOptions<OperationOptions> options, TimeProvider clock) : ITaskHandler<OperationRound>
{
    private static readonly TimeSpan FillingFor = TimeSpan.FromDays(1);

    public async Task<IReadOnlyList<TaskOutcome>> HandleAsync(
        IReadOnlyList<ClaimedTask<OperationRound>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var endedMs = now.AddDays(-options.Value.KeepOperationsDays).ToUnixTimeMilliseconds();
        var fillingMs = now.Subtract(FillingFor).ToUnixTimeMilliseconds();
        while (await databases.Jobs.ReadAsync((session, token) => OperationStore.OlderThanAsync(session, endedMs, fillingMs, token), cancellationToken) is { Count: > 0 } old)
        {
            foreach (var id in old) await ForgetAsync(id, cancellationToken);
        }

        return [.. batch.Select(_ => TaskOutcome.Done)];
    }

    // Many short transactions: a million rows in one would keep others from writing.
    private async Task ForgetAsync(long id, CancellationToken cancellationToken)
    {
        bool hasMore;
        do
        {
            hasMore = await databases.Jobs.WriteAsync((session, token) => OperationJobStore.DeleteSomeAsync(session, id, OperationSelection.AtOnce, token), cancellationToken);
        }
        while (hasMore);
        await databases.Jobs.WriteAsync((session, token) => OperationStore.DeleteAsync(session, id, token), cancellationToken);
    }
}
