namespace Dirac.Workload.Ports;

/// <summary>What the InputData optimizer asks of a file catalogue. The server binds it; without one, no file has a replica.</summary>
public interface IReplicaCatalogue
{
    /// <summary>Sites at which each file can be read by jobs; files without a usable replica are left out.</summary>
    /// <param name="vo">The job's virtual organisation.</param>
    /// <param name="lfns">Logical file names without prefix.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> FindSitesAsync(string vo, IReadOnlyList<string> lfns, CancellationToken cancellationToken);
}
