using Dirac.Tasks;

namespace Dirac.Workload.Pilots;

/// <summary>Task: writes into PilotAgentsDB which pilot took which job, off the path on which the pilot waits for its answer.</summary>
internal sealed class NotePilotMatch(WorkloadDatabases databases) : ITaskHandler<PilotMatched>
{
    public async Task<IReadOnlyList<TaskOutcome>> HandleAsync(
        IReadOnlyList<ClaimedTask<PilotMatched>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        await databases.Pilots.WriteAsync(
            async (session, token) =>
            {
                foreach (var task in batch) await PilotStore.NoteMatchAsync(session, task.Message, token);
            },
            cancellationToken);
        return [.. batch.Select(_ => TaskOutcome.Done)];
    }
}
