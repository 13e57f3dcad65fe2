using Dirac.Model.Data;
using Dirac.Tasks;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.Sandboxes;

/// <summary>Task: removes sandboxes that no job needs (domain rules 7).</summary>
internal sealed class CleanSandboxes(WorkloadDatabases databases, SandboxFiles files, IOptions<WorkloadOptions> options, TimeProvider clock)
    : ITaskHandler<SandboxRound>
{
    private const int AtOnce = 500;

    public async Task<IReadOnlyList<TaskOutcome>> HandleAsync(
        IReadOnlyList<ClaimedTask<SandboxRound>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        while (await CleanAsync(cancellationToken) == AtOnce && !context.Stopping.IsCancellationRequested) cancellationToken.ThrowIfCancellationRequested();
        return [.. batch.Select(_ => TaskOutcome.Done)];
    }

    /// <summary>Removes some; returns how many.</summary>
    public async Task<int> CleanAsync(CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow().UtcDateTime.AddDays(-options.Value.UnassignedSandboxDays);
        var unused = await databases.Sandboxes.ReadAsync(
            (session, token) => SandboxStore.UnusedAsync(session, options.Value.SandboxSE, before, AtOnce, token), cancellationToken);
        foreach (var sandbox in unused)
        {
            // The row goes first: a file without a row is uploaded again, a row without a file would be believed.
            if (!await databases.Sandboxes.WriteAsync((session, token) => SandboxStore.DeleteUnusedAsync(session, sandbox.SBId, token), cancellationToken)) continue;
            if (SandboxName.Parse(sandbox.SEPFN).Content is { } content) files.Delete(content);
        }

        return unused.Count;
    }
}
