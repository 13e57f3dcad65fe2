using Dirac.Persistence;

namespace Dirac.Workload.Jobs.Search;

/// <summary>The SQL that finds jobs by pilots and pilots by jobs, in PilotAgentsDB and, for our own attempts, in JobDB.</summary>
internal static class JobPilotStore
{
    /// <summary>Jobs that pilots of a VO took, as PilotAgentsDB knows.</summary>
    public static Task<IReadOnlyList<long>> JobsOfPilotsAsync(IDbSession pilots, string? vo, IReadOnlyList<string> stamps, int most, CancellationToken cancellationToken) =>
        pilots.QueryAsync<long>(
            "SELECT DISTINCT taken.JobID FROM {PilotAgents} pilot JOIN {JobToPilotMapping} taken ON taken.PilotID = pilot.PilotID"
            + $" WHERE pilot.PilotStamp IN @stamps{Of(vo, "pilot.VO")} LIMIT @most",
            new { stamps, vo, most },
            cancellationToken);

    /// <summary>Jobs that pilots took, as their attempts say.</summary>
    public static Task<IReadOnlyList<long>> JobsOfAttemptsAsync(IDbSession jobs, IReadOnlyList<string> stamps, int most, CancellationToken cancellationToken) =>
        jobs.QueryAsync<long>("SELECT DISTINCT JobID FROM {x_JobAttempts} WHERE PilotStamp IN @stamps LIMIT @most", new { stamps, most }, cancellationToken);

    /// <summary>Which of these jobs somebody sees.</summary>
    public static Task<IReadOnlyList<long>> SeenAmongAsync(IDbSession jobs, SearchFilter filter, CancellationToken cancellationToken) =>
        jobs.QueryAsync<long>($"SELECT JobID FROM {{Jobs}} WHERE {filter.Sql}", filter.Parameters, cancellationToken);

    /// <summary>Pilots that took one of these jobs, as PilotAgentsDB knows.</summary>
    public static Task<IReadOnlyList<long>> PilotsOfJobsAsync(IDbSession pilots, IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        pilots.QueryAsync<long>("SELECT DISTINCT PilotID FROM {JobToPilotMapping} WHERE JobID IN @ids", new { ids }, cancellationToken);

    /// <summary>Stamps of pilots that took one of these jobs, as its attempts say.</summary>
    public static Task<IReadOnlyList<string>> StampsOfAttemptsAsync(IDbSession jobs, IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        jobs.QueryAsync<string>("SELECT DISTINCT PilotStamp FROM {x_JobAttempts} WHERE JobID IN @ids", new { ids }, cancellationToken);

    /// <summary>Pilots of a VO by their stamps.</summary>
    public static Task<IReadOnlyList<long>> PilotsByStampAsync(IDbSession pilots, string? vo, IReadOnlyList<string> stamps, CancellationToken cancellationToken) =>
        pilots.QueryAsync<long>($"SELECT PilotID FROM {{PilotAgents}} WHERE PilotStamp IN @stamps{Of(vo, "VO")}", new { stamps, vo }, cancellationToken);

    /// <summary>Stamps of pilots of a VO by the references they have in their batch systems.</summary>
    public static Task<IReadOnlyList<string>> StampsOfReferencesAsync(IDbSession pilots, string? vo, IReadOnlyList<string> references, CancellationToken cancellationToken) =>
        pilots.QueryAsync<string>(
            $"SELECT PilotStamp FROM {{PilotAgents}} WHERE PilotJobReference IN @references{Of(vo, "VO")}", new { references, vo }, cancellationToken);

    /// <summary>The pilots of these jobs, each job's last one last, as PilotAgentsDB knows.</summary>
    public static Task<IReadOnlyList<JobPilotRow>> LastPilotsAsync(IDbSession pilots, IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        pilots.QueryAsync<JobPilotRow>(
            "SELECT taken.JobID, pilot.PilotStamp FROM {JobToPilotMapping} taken JOIN {PilotAgents} pilot ON pilot.PilotID = taken.PilotID"
            + " WHERE taken.JobID IN @ids ORDER BY taken.StartTime, taken.PilotID",
            new { ids },
            cancellationToken);

    /// <summary>The pilots of these jobs, each job's last one last, as their attempts say.</summary>
    public static Task<IReadOnlyList<JobPilotRow>> LastAttemptsAsync(IDbSession jobs, IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        jobs.QueryAsync<JobPilotRow>("SELECT JobID, PilotStamp FROM {x_JobAttempts} WHERE JobID IN @ids ORDER BY JobID, Attempt", new { ids }, cancellationToken);

    // Hosts ask about all VOs.
    private static string Of(string? vo, string column) => vo is null ? "" : $" AND {column} = @vo";
}
