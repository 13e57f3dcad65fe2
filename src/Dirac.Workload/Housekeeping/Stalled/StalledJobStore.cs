using Dirac.Model.Pilots;
using Dirac.Persistence;
using Dirac.Workload.Jobs;

namespace Dirac.Workload.Housekeeping.Stalled;

/// <summary>The SQL that finds silent jobs and their pilots.</summary>
internal static class StalledJobStore
{
    private const string PilotReference = "Pilot_Reference";

    /// <summary>Jobs after a number, by number, in a status and without change or heartbeat since a moment. A time that is not there is no sign of life.</summary>
    public static Task<IReadOnlyList<long>> SilentAsync(
        IDbSession jobs, string status, DateTime before, long after, int count, CancellationToken cancellationToken) =>
        jobs.QueryAsync<long>(
            "SELECT JobID FROM {Jobs} WHERE Status = @status AND JobID > @after AND (LastUpdateTime IS NULL OR LastUpdateTime < @before)"
            + " AND (HeartBeatTime IS NULL OR HeartBeatTime < @before) ORDER BY JobID LIMIT @count",
            new { status, before, after, count },
            cancellationToken);

    /// <summary>The pilots that these jobs name, by job.</summary>
    public static async Task<IReadOnlyDictionary<long, string>> PilotsAsync(IDbSession jobs, IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        (await jobs.QueryAsync<ParameterRow>(
            "SELECT JobID, Name, Value FROM {JobParameters} WHERE JobID IN @ids AND Name = @name", new { ids, name = PilotReference }, cancellationToken))
        .ToDictionary(row => row.JobID, row => row.Value);

    /// <summary>The status of each pilot that is known by these references or stamps.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> PilotStatusesAsync(
        IDbSession pilots, IReadOnlyList<string> references, CancellationToken cancellationToken)
    {
        var rows = await pilots.QueryAsync<PilotStatusRow>(
            "SELECT PilotJobReference AS Reference, Status FROM {PilotAgents} WHERE PilotJobReference IN @references"
            + " UNION ALL SELECT PilotStamp AS Reference, Status FROM {PilotAgents} WHERE PilotStamp IN @references",
            new { references },
            cancellationToken);

        // A reference may stand in several rows: one pilot that runs is enough.
        return rows.GroupBy(row => row.Reference, StringComparer.OrdinalIgnoreCase).ToDictionary(
            same => same.Key, same => same.Select(row => row.Status).OrderBy(status => status != nameof(PilotStatus.Running)).First(), StringComparer.OrdinalIgnoreCase);
    }

    private sealed class PilotStatusRow
    {
        public string Reference { get; init; } = "";

        public string Status { get; init; } = "";
    }
}
