using Dirac.Persistence;

namespace Dirac.Workload.Housekeeping.Cleaning;

/// <summary>Says which deleted jobs somebody may still want back.</summary>
internal interface IRemovalHold
{
    /// <summary>Those of these jobs that must not be removed yet.</summary>
    /// <param name="session">Of JobDB, in the transaction that removes.</param>
    /// <param name="ids">The jobs that are to be removed.</param>
    /// <param name="cancellationToken">Stops before the next statement.</param>
    Task<IReadOnlySet<long>> HeldAsync(IDbSession session, IReadOnlyList<long> ids, CancellationToken cancellationToken);
}
