using Dirac.Tasks;

namespace Dirac.Workload.Pilots.Orders;

/// <summary>Task: writes into the rows of pilots that they were ordered to stop, and why.</summary>
internal sealed class NoteStops(WorkloadDatabases databases, TimeProvider clock) : ITaskHandler<PilotStopped>
{
    public async Task<IReadOnlyList<TaskOutcome>> HandleAsync(
        IReadOnlyList<ClaimedTask<PilotStopped>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await databases.Pilots.WriteAsync(
            async (session, token) =>
            {
                foreach (var task in batch) await PilotStore.NoteStopAsync(session, task.Message, now, token);
            },
            cancellationToken);
        return [.. batch.Select(_ => TaskOutcome.Done)];
    }
}
