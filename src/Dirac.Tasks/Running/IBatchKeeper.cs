using Dirac.Tasks.Storage;

namespace Dirac.Tasks.Running;

/// <summary>Keeps a batch for the worker that runs it, and records its end: in the table, and where it came by a broker there too.</summary>
internal interface IBatchKeeper
{
    /// <summary>Prolongs the lease.</summary>
    /// <returns>How many of the tasks were lost to somebody else.</returns>
    Task<int> RenewAsync(ClaimBatch batch, CancellationToken cancellationToken);

    /// <summary>Records what became of the tasks, or hands that to whoever records several batches together.</summary>
    /// <param name="batch">The batch; its handler has ended.</param>
    /// <param name="settlements">One for each task about which something must be recorded; may be empty.</param>
    /// <param name="cancellationToken">Stops the recording.</param>
    /// <returns>How many were still held, as far as is known.</returns>
    Task<int> SettleAsync(ClaimBatch batch, IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken);
}
