using Dirac.Persistence;

namespace Dirac.Workload.Pilots.Records;

/// <summary>The SQL of DIRAC's <c>JobToPilotMapping</c>. It has no key: a pilot that gets a job again gets a second line.</summary>
internal static class PilotJobStore
{
    private const string Columns = "SELECT m.PilotID, p.PilotStamp, m.JobID, m.StartTime FROM {JobToPilotMapping} m JOIN {PilotAgents} p ON p.PilotID = m.PilotID";

    public static Task<IReadOnlyList<PilotJobRow>> OfJobAsync(IDbSession session, string vo, long job, CancellationToken cancellationToken) =>
        session.QueryAsync<PilotJobRow>($"{Columns} WHERE m.JobID = @job AND p.VO = @vo ORDER BY m.StartTime", new { vo, job }, cancellationToken);

    public static Task<IReadOnlyList<PilotJobRow>> OfPilotAsync(IDbSession session, long pilot, int count, CancellationToken cancellationToken) =>
        session.QueryAsync<PilotJobRow>($"{Columns} WHERE m.PilotID = @pilot ORDER BY m.StartTime DESC, m.JobID DESC LIMIT @count", new { pilot, count }, cancellationToken);

    /// <summary>Notes a pilot's job, once.</summary>
    public static async Task SetAsync(IDbSession session, long pilot, long job, string? computingElement, DateTime now, CancellationToken cancellationToken)
    {
        var known = await session.ScalarAsync<long>("SELECT COUNT(*) FROM {JobToPilotMapping} WHERE PilotID = @pilot AND JobID = @job", new { pilot, job }, cancellationToken);
        if (known == 0)
        {
            await session.ExecuteAsync("INSERT INTO {JobToPilotMapping} (PilotID, JobID, StartTime) VALUES (@pilot, @job, @now)", new { pilot, job, now }, cancellationToken);
        }

        await session.ExecuteAsync(
            "UPDATE {PilotAgents} SET CurrentJobID = @job, DestinationSite = COALESCE(@computingElement, DestinationSite), LastUpdateTime = @now WHERE PilotID = @pilot",
            new { pilot, job, computingElement, now },
            cancellationToken);
    }
}
