using Dirac.Model.Api;
using Dirac.Security.Identities;
using Dirac.Tasks;

namespace Dirac.Workload.Pilots;

/// <summary>Task: writes into PilotAgentsDB which pilot took which job, off the path on which the pilot waits for its answer.</summary>
internal sealed class NotePilotMatch(WorkloadDatabases databases) : ITaskHandler<NotePilotMatch.Message>
{
    public async Task<IReadOnlyList<TaskOutcome>> HandleAsync(
        IReadOnlyList<ClaimedTask<Message>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        await databases.Pilots.WriteAsync(
            async (session, token) =>
            {
                foreach (var task in batch) await PilotStore.NoteMatchAsync(session, task.Message, token);
            },
            cancellationToken);
        return [.. batch.Select(_ => TaskOutcome.Done)];
    }

    /// <summary>One match.</summary>
    internal sealed record Message(string Stamp, long JobID, string? GridCE, double BenchMark, DateTime Time)
    {
        public static Message Of(Caller pilot, ResourceDescription resource, long job, DateTime now) =>
            new(pilot.PilotStamp!, job, resource.GridCE, resource.PilotBenchmark, now);
    }
}
