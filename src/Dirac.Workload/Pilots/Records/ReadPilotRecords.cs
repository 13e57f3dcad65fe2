using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Persistence;
using Dirac.Security.Identities;

namespace Dirac.Workload.Pilots.Records;

/// <summary>Reads what pilots said: their logs (DIRAC's getLogs, getPilotLoggingInfo) and what they printed (getPilotOutput, getJobPilotOutput).</summary>
internal sealed class ReadPilotRecords(WorkloadDatabases databases, PilotJobs jobs)
{
    private const int MostLines = 10_000;

    /// <summary>Lines of a pilot's log after a number, or the last ones for <paramref name="tail"/>.</summary>
    public async Task<PilotLogPage> LogAsync(Caller caller, string stamp, long after, int? tail, int limit, CancellationToken cancellationToken)
    {
        if (limit is < 1 or > MostLines || tail is < 1 or > MostLines || after < 0) throw new DiracException(ErrorCode.BadRequest, $"limit and tail are 1 to {MostLines}, after is not negative.");
        return await databases.Pilots.ReadAsync(
            async (session, token) =>
            {
                var pilot = await PilotAccess.DemandAsync(session, caller, stamp, token);
                var state = (await PilotStateStore.FindAsync(session, [pilot.PilotID], token)).SingleOrDefault() ?? new PilotStateRow();
                var start = tail is { } last ? Math.Max(after, state.LogLines - last) : after;
                return new PilotLogPage(stamp, await LinesAsync(session, pilot.PilotID, start, limit, token), state.LogLines, state.LogFinal);
            },
            cancellationToken);
    }

    /// <summary>What a pilot printed; its log as long as it has not handed that in.</summary>
    public Task<PilotOutputReply> OutputAsync(Caller caller, string stamp, CancellationToken cancellationToken) => databases.Pilots.ReadAsync(
        async (session, token) =>
        {
            var pilot = await PilotAccess.DemandAsync(session, caller, stamp, token);
            if (await PilotLogStore.FindOutputAsync(session, pilot.PilotID, token) is { } output) return new PilotOutputReply(stamp, output.StdOutput, output.StdError, FromLog: false);
            var lines = await LinesAsync(session, pilot.PilotID, 0, MostLines, token);
            return new PilotOutputReply(stamp, "", string.Join('\n', lines.Select(line => line.Text)), FromLog: true);
        },
        cancellationToken);

    /// <summary>What the last of a job's pilots printed that is still in the records.</summary>
    public async Task<PilotOutputReply> OutputOfJobAsync(Caller caller, long job, CancellationToken cancellationToken)
    {
        var pilots = await jobs.OfJobAsync(caller, job, cancellationToken);
        return pilots.LastOrDefault(pilot => pilot.PilotJobReference.Length > 0) is { } last
            ? await OutputAsync(caller, last.PilotStamp, cancellationToken)
            : throw new DiracException(ErrorCode.NotFound, $"Job {job} has had no pilot, or its pilots are no longer in the records.");
    }

    private static async Task<IReadOnlyList<PilotLogLine>> LinesAsync(IDbSession session, long pilot, long after, int limit, CancellationToken cancellationToken)
    {
        // A chunk has at least one line, and perhaps lines before the first one wanted.
        var chunks = await PilotLogStore.ReadAsync(session, pilot, after, limit, cancellationToken);
        return
        [
            .. chunks.SelectMany(chunk => chunk.Text.Split('\n').Select((text, index) => new PilotLogLine(chunk.FirstLine + index, text)))
                .Where(line => line.Number > after)
                .Take(limit),
        ];
    }
}
