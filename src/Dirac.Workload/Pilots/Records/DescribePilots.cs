using System.Text.Json;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Workload.Jobs.Search;
using Dirac.Workload.Pilots.Orders;

namespace Dirac.Workload.Pilots.Records;

/// <summary>All about pilots (DIRAC's getPilotInfo): the row, the node, an order to stop and the latest jobs.</summary>
internal sealed class DescribePilots(WorkloadDatabases databases, PilotJobs jobs)
{
    private const int MostPilots = 100;
    private const int LatestJobs = 100;

    public async Task<PilotDetails> RunAsync(Caller caller, string stamp, CancellationToken cancellationToken)
    {
        var result = await RunAsync(caller, new PilotStampList([stamp]), cancellationToken);
        return result.Success.TryGetValue(stamp, out var details)
            ? details
            : throw new DiracException(ErrorCode.NotFound, PilotAccess.Missing(stamp), "List pilots with 'dirac pilot list'.");
    }

    public async Task<PilotDetailsResult> RunAsync(Caller caller, PilotStampList request, CancellationToken cancellationToken)
    {
        if (request.PilotStamps.WithoutHoles("pilot_stamps").Count > MostPilots) throw new DiracException(ErrorCode.BadRequest, $"At most {MostPilots} pilots are told of at once.");
        var (rows, states, lines) = await databases.Pilots.ReadAsync((session, token) => LoadAsync(session, caller, request.PilotStamps, token), cancellationToken);
        var orders = rows.Count == 0
            ? new Dictionary<string, PilotOrderRow>()
            : (await databases.Jobs.ReadAsync((session, token) => PilotOrderStore.FindAsync(session, caller.Vo, [.. rows.Keys], token), cancellationToken))
                .ToDictionary(order => order.PilotStamp, StringComparer.Ordinal);
        var success = new Dictionary<string, PilotDetails>(StringComparer.Ordinal);
        foreach (var (stamp, row) in rows)
        {
            var latest = await jobs.OfPilotAsync(row, LatestJobs, cancellationToken);
            success[stamp] = ToMessage(lines[row.PilotID], states.GetValueOrDefault(row.PilotID), orders.GetValueOrDefault(stamp)) with { Jobs = latest };
        }

        var missing = request.PilotStamps.Distinct(StringComparer.Ordinal).Where(stamp => !success.ContainsKey(stamp));
        return new PilotDetailsResult(success, missing.ToDictionary(stamp => stamp, stamp => new FailedItem(PilotAccess.Missing(stamp))));
    }

    private static async Task<(IReadOnlyDictionary<string, PilotRow> Rows, Dictionary<long, PilotStateRow> States, Dictionary<long, JsonElement> Lines)> LoadAsync(
        IDbSession session, Caller caller, IReadOnlyList<string> stamps, CancellationToken cancellationToken)
    {
        var rows = await PilotAccess.FindAsync(session, caller, stamps, cancellationToken);
        if (rows.Count == 0) return (rows, [], []);
        List<long> ids = [.. rows.Values.Select(row => row.PilotID)];
        var states = await PilotStateStore.FindAsync(session, ids, cancellationToken);
        var columns = string.Join(", ", SearchTable.Pilots.Columns.Select(column => column.Name));
        var full = await JsonRowWriter.ReadAsync(session, SearchTable.Pilots, $"SELECT {columns} FROM {{PilotAgents}} WHERE PilotID IN @ids", new { ids }, cancellationToken);
        return (rows, states.ToDictionary(state => state.PilotID), full.Elements.ToDictionary(line => line.GetProperty("PilotID").GetInt64()));
    }

    private static PilotDetails ToMessage(JsonElement line, PilotStateRow? state, PilotOrderRow? order) => new()
    {
        Pilot = line,
        HostName = state?.HostName is { Length: > 0 } host ? host : null,
        LastSeen = state?.SeenMs is { } seen ? DateTimeOffset.FromUnixTimeMilliseconds(seen) : null,
        StopOrder = order?.Mode,
        StopReason = order?.Reason,
        LogLines = state?.LogLines ?? 0,
    };
}
