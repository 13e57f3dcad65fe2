using Dirac.Persistence;
using Dirac.Workload.Housekeeping.Cleaning;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.Jobs.Operations;

/// <summary>Knows which deleted jobs may still be asked back. Whoever removes jobs for good leaves these out.</summary>
internal sealed class UndoWindow(IOptions<OperationOptions> options, TimeProvider clock) : IRemovalHold
{
    private const int IdsPerStatement = 500;

    public TimeSpan Length => TimeSpan.FromMinutes(options.Value.DeleteUndoMinutes);

    /// <summary>Those of these jobs that must not be removed yet: an operation deleted them, and it can be undone, or is under way still.</summary>
    /// <param name="session">Of JobDB; ask in the transaction that removes, so that no undo comes in between.</param>
    /// <param name="ids">The jobs that are to be removed.</param>
    /// <param name="cancellationToken">Stops before the next statement.</param>
    public async Task<IReadOnlySet<long>> HeldAsync(IDbSession session, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        var held = new HashSet<long>();
        var since = clock.GetUtcNow().Subtract(Length).ToUnixTimeMilliseconds();
        foreach (var chunk in ids.Chunk(IdsPerStatement))
        {
            held.UnionWith(await session.QueryAsync<long>(
                "SELECT job.JobID FROM {x_OperationJobs} job JOIN {x_Operations} operation ON operation.Id = job.OperationId"
                + $" WHERE job.JobID IN @chunk AND job.Step = {(int)OperationStep.Succeeded} AND operation.Verb = 'delete'"
                + " AND (operation.State IN @active OR operation.EndedMs > @since)",
                new { chunk, since, active = OperationState.Active },
                cancellationToken));
        }

        return held;
    }

    /// <summary>Until when an operation can be undone; null when it cannot be, or not any more.</summary>
    public DateTimeOffset? EndOf(OperationRow operation)
    {
        if (operation.Verb != OperationVerbs.Delete || operation.Succeeded == 0 || operation.EndedMs is not { } ended || operation.UndoneMs is not null) return null;
        var end = DateTimeOffset.FromUnixTimeMilliseconds(ended) + Length;
        return operation.State is OperationState.Done or OperationState.Cancelled or OperationState.Failed && end > clock.GetUtcNow() ? end : null;
    }
}
