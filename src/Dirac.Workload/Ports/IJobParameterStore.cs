using Dirac.Persistence;

namespace Dirac.Workload.Ports;

/// <summary>Where job parameters are kept: what payloads, wrappers and people say about a job under names of their own.</summary>
/// <remarks>
/// Everything that writes takes the session of the JobDB transaction that the parameters belong to, so that they stand when it is committed or
/// not at all. A store elsewhere (DIRAC's OpenSearch) writes a task there, and carries it out after the commit.
/// </remarks>
public interface IJobParameterStore
{
    /// <summary>Sets parameters by job and name; others of the job stay.</summary>
    /// <param name="jobs">A writing session of JobDB.</param>
    /// <param name="values">Job → name → value. The caller has checked their sizes.</param>
    /// <param name="cancellationToken">Stops before the next statement.</param>
    Task SetAsync(IDbSession jobs, IReadOnlyDictionary<long, IReadOnlyDictionary<string, string>> values, CancellationToken cancellationToken);

    /// <summary>Keeps a job's parameters under the cycle that ends, and clears them. A cycle that is there is overwritten name by name.</summary>
    /// <param name="jobs">A writing session of JobDB.</param>
    /// <param name="job">The job.</param>
    /// <param name="cycle">How often the job had been rescheduled in that cycle.</param>
    /// <param name="cancellationToken">Stops before the next statement.</param>
    Task ArchiveAsync(IDbSession jobs, long job, int cycle, CancellationToken cancellationToken);

    /// <summary>The parameters of jobs.</summary>
    /// <param name="ids">The jobs.</param>
    /// <param name="names">The names wanted; null for all.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    /// <returns>Job → name → value; jobs without parameters are left out.</returns>
    Task<IReadOnlyDictionary<long, IReadOnlyDictionary<string, string>>> GetAsync(
        IReadOnlyList<long> ids, IReadOnlyList<string>? names, CancellationToken cancellationToken);

    /// <summary>The parameters of a job's earlier cycles.</summary>
    /// <param name="job">The job.</param>
    /// <param name="names">The names wanted; null for all.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    /// <returns>Cycle → name → value.</returns>
    Task<IReadOnlyDictionary<int, IReadOnlyDictionary<string, string>>> GetArchivedAsync(long job, IReadOnlyList<string>? names, CancellationToken cancellationToken);
}
