namespace Dirac.Workload.Ports;

/// <summary>Stands where an installation has no file catalogue: no file has a replica, and jobs with input data say so.</summary>
internal sealed class NoReplicaCatalogue : IReplicaCatalogue
{
    public Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> FindSitesAsync(
        string vo, IReadOnlyList<string> lfns, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, IReadOnlyList<string>>>(new Dictionary<string, IReadOnlyList<string>>());
}
