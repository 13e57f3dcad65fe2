using System.Text.Json;
using Dirac.Hosting.Rpc.Calling;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Persistence;
using Dirac.Workload.Jobs;
using Dirac.Workload.Jobs.Search;
using Dirac.Workload.Pilots;
using Dirac.Workload.Pilots.Records;
using Dirac.Workload.Rpc.Sandboxes;

namespace Dirac.Workload.Rpc.Pilots;

/// <summary>Finds and counts pilots for callers of DIRAC's protocols, who know them by reference.</summary>
internal sealed class PilotQueries(WorkloadDatabases databases, SearchTables tables, BoundedReads reads, PilotJobs jobs, JobVo sides)
{
    private const int MostFound = 100_000;
    private const string Columns =
        "PilotJobReference, VO, GridType, Status, DestinationSite, BenchMark, AccountingSent, SubmissionTime, PilotID, LastUpdateTime, GridSite, PilotStamp, Queue, CurrentJobID";

    /// <summary>The references of pilots in an order.</summary>
    /// <exception cref="DiracException">TooCostly: there are too many.</exception>
    public async Task<IReadOnlyList<string>> ReferencesAsync(RpcCall call, IReadOnlyList<SearchCondition> conditions, string? order, bool isDescending, CancellationToken cancellationToken)
    {
        var filter = Filter(call, conditions);
        var column = SearchTable.Pilots.Column(order ?? SearchTable.Pilots.Key.Name);
        var sql = $"SELECT PilotJobReference FROM {{PilotAgents}} WHERE {filter.Sql} ORDER BY {column.Name}{(isDescending ? " DESC" : "")}, PilotID LIMIT {MostFound + 1}";
        var found = await reads.ReadAsync(databases.Pilots, (session, token) => session.QueryAsync<string>(sql, filter.Parameters, token), cancellationToken);
        return found.Count <= MostFound ? found : throw new DiracException(ErrorCode.TooCostly, $"There are more than {MostFound} such pilots.", "Narrow the selection.");
    }

    /// <summary>How many there are.</summary>
    public Task<long> CountAsync(RpcCall call, IReadOnlyList<SearchCondition> conditions, CancellationToken cancellationToken)
    {
        var filter = Filter(call, conditions);
        return reads.ReadAsync(
            databases.Pilots, (session, token) => session.ScalarAsync<long>($"SELECT COUNT(*) FROM {{PilotAgents}} WHERE {filter.Sql}", filter.Parameters, token), cancellationToken);
    }

    /// <summary>Numbers by columns: each row has those columns and <c>count</c>.</summary>
    public async Task<IReadOnlyList<JsonElement>> CountersAsync(
        RpcCall call, IReadOnlyList<string> columns, IEnumerable<SearchCondition> conditions, CancellationToken cancellationToken) =>
        (await tables.SummariseAsync(databases.Pilots, SearchTable.Pilots, Filter(call, [.. conditions]), columns, cancellationToken)).Elements;

    /// <summary>What is known of pilots by reference, with the jobs each had.</summary>
    public Task<IReadOnlyList<PilotInfoRow>> DescribeAsync(RpcCall call, IReadOnlyList<string> references, CancellationToken cancellationToken) =>
        LoadAsync(call, "PilotJobReference", references, cancellationToken);

    /// <summary>As above, the pilots of a job.</summary>
    public async Task<IReadOnlyList<PilotInfoRow>> OfJobAsync(RpcCall call, long job, CancellationToken cancellationToken)
    {
        var caller = (await sides.SidesAsync(call, [job], cancellationToken))[0].Caller;
        var stamps = (await jobs.OfJobAsync(caller, job, cancellationToken)).Select(pilot => pilot.PilotStamp).Where(stamp => stamp.Length > 0).ToList();
        return await LoadAsync(call, "PilotStamp", stamps, cancellationToken);
    }

    /// <summary>The pilot, with a stamp: one that DIRAC made without gets it now, since it is known by that here.</summary>
    /// <returns>Null when there is none.</returns>
    public async Task<PilotRow?> FindAsync(RpcCall call, string reference, CancellationToken cancellationToken)
    {
        var vo = PilotSide.VoOf(call);
        var row = await databases.Pilots.ReadAsync((session, token) => PilotStore.FindByReferenceAsync(session, vo, reference, token), cancellationToken);
        return row is not { PilotStamp.Length: 0 } ? row : await databases.Pilots.WriteAsync((session, token) => StampAsync(session, vo, row, token), cancellationToken);
    }

    /// <summary>As above, by DIRAC's numbers.</summary>
    public async Task<IReadOnlyList<PilotRow>> FindAsync(RpcCall call, IReadOnlyList<long> numbers, CancellationToken cancellationToken)
    {
        PilotAccess.CheckCount(numbers.Count);
        var references = new List<string>();
        foreach (var ids in numbers.Chunk(500))
        {
            references.AddRange(await databases.Pilots.ReadAsync(
                (session, token) => session.QueryAsync<string>("SELECT PilotJobReference FROM {PilotAgents} WHERE PilotID IN @ids", new { ids }, token), cancellationToken));
        }

        var found = new List<PilotRow>();
        foreach (var reference in references)
        {
            if (await FindAsync(call, reference, cancellationToken) is { } row && numbers.Contains(row.PilotID)) found.Add(row);
        }

        return found;
    }

    private static async Task<PilotRow?> StampAsync(IDbSession session, string? vo, PilotRow row, CancellationToken cancellationToken)
    {
        var stamp = PilotStamps.New();
        await session.ExecuteAsync("UPDATE {PilotAgents} SET PilotStamp = @stamp WHERE PilotID = @PilotID AND PilotStamp = ''", new { stamp, row.PilotID }, cancellationToken);
        return await PilotStore.FindByReferenceAsync(session, vo, row.PilotJobReference, cancellationToken);
    }

    private SearchFilter Filter(RpcCall call, IReadOnlyList<SearchCondition> conditions)
    {
        var filter = new SearchFilter(SearchTable.Pilots, databases.Pilots.Dialect);
        return (PilotSide.VoOf(call) is { } vo ? filter.Within(new JobScope(vo)) : filter).Where(conditions);
    }

    private async Task<IReadOnlyList<PilotInfoRow>> LoadAsync(RpcCall call, string column, IReadOnlyList<string> wanted, CancellationToken cancellationToken)
    {
        PilotAccess.CheckCount(wanted.Count);
        var vo = PilotSide.VoOf(call);
        var rows = new List<PilotInfoRow>();
        foreach (var names in wanted.Distinct(StringComparer.Ordinal).Chunk(500))
        {
            rows.AddRange(await databases.Pilots.ReadAsync(
                (session, token) => session.QueryAsync<PilotInfoRow>(
                    $"SELECT {Columns} FROM {{PilotAgents}} WHERE {column} IN @names AND (@vo IS NULL OR VO = @vo) ORDER BY PilotID", new { names, vo }, token),
                cancellationToken));
        }

        foreach (var ids in rows.Select(row => row.PilotID).Chunk(500))
        {
            var jobs = await databases.Pilots.ReadAsync(
                (session, token) => session.QueryAsync<PilotJobRow>("SELECT PilotID, JobID, StartTime FROM {JobToPilotMapping} WHERE PilotID IN @ids ORDER BY StartTime, JobID", new { ids }, token),
                cancellationToken);
            foreach (var pilot in jobs.GroupBy(job => job.PilotID)) rows.Single(row => row.PilotID == pilot.Key).Jobs = [.. pilot.Select(job => job.JobID)];
        }

        return rows;
    }
}
