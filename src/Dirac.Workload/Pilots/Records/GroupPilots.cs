using System.Globalization;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Workload.Jobs;
using Dirac.Workload.Jobs.Search;

namespace Dirac.Workload.Pilots.Records;

/// <summary>Statistics of groups of pilots (DIRAC's getGroupedPilotSummary and getPilotSummaryWeb), and the values columns have.</summary>
internal sealed class GroupPilots(WorkloadDatabases databases, TimeProvider clock)
{
    private const int MostRows = 50_000;
    private const int MostValues = 1_000;
    private static readonly string[] Usual = ["GridSite", "DestinationSite"];
    private static readonly string[] Groups = ["GridSite", "DestinationSite", "Queue", "GridType", "VO"];
    private static readonly string[] Selectors = [.. Groups, "Status"];

    public async Task<IReadOnlyList<PilotGroup>> RunAsync(Caller caller, PilotGroupRequest request, CancellationToken cancellationToken)
    {
        var grouping = Grouping(request);
        var filter = new SearchFilter(SearchTable.Pilots, databases.Pilots.Dialect).Within(new JobScope(caller.Vo)).Where(request.Search ?? []);
        filter.Parameters["hour"] = clock.GetUtcNow().UtcDateTime.AddHours(-1);
        filter.Parameters["most"] = MostRows;
        var columns = string.Join(", ", grouping);
        var sql = $"SELECT {columns}, Status, COUNT(*) AS Pilots, SUM(CASE WHEN CurrentJobID = 0 THEN 1 ELSE 0 END) AS WithoutJob,"
            + $" SUM(CASE WHEN LastUpdateTime >= @hour THEN 1 ELSE 0 END) AS InLastHour FROM {{PilotAgents}} WHERE {filter.Sql} GROUP BY {columns}, Status ORDER BY {columns} LIMIT @most";
        var rows = await databases.Pilots.ReadAsync((session, token) => session.QueryAsync<object>(sql, filter.Parameters, token), cancellationToken);
        return
        [
            .. rows.Select(row => ToCount((IDictionary<string, object?>)row, grouping))
                .GroupBy(count => string.Join('\n', count.Group), StringComparer.Ordinal)
                .Select(group => PilotGroupRule.Judge(grouping, [.. group])),
        ];
    }

    /// <summary>The values of the columns by which pilots are usually chosen.</summary>
    public Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> SelectorsAsync(Caller caller, CancellationToken cancellationToken) => databases.Pilots.ReadAsync(
        async (session, token) =>
        {
            var values = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
            foreach (var column in Selectors) values[column] = await ValuesAsync(session, caller.Vo, column, token);
            return (IReadOnlyDictionary<string, IReadOnlyList<string>>)values;
        },
        cancellationToken);

    private static Task<IReadOnlyList<string>> ValuesAsync(IDbSession session, string vo, string column, CancellationToken cancellationToken) =>
        session.QueryAsync<string>($"SELECT DISTINCT {column} FROM {{PilotAgents}} WHERE VO = @vo ORDER BY {column} LIMIT @most", new { vo, most = MostValues }, cancellationToken);

    private static List<string> Grouping(PilotGroupRequest request)
    {
        List<string> names = [.. (request.Grouping is { Count: > 0 } wanted ? wanted.WithoutHoles("grouping") : Usual).Distinct(StringComparer.Ordinal)];
        var unknown = names.FirstOrDefault(name => !Groups.Contains(name));
        return unknown is null
            ? names
            : throw new DiracException(ErrorCode.BadRequest, $"Pilots cannot be grouped by '{(unknown.Length > 50 ? unknown[..50] : unknown)}'.", $"Use {string.Join(", ", Groups)}.");
    }

    private static PilotGroupCount ToCount(IDictionary<string, object?> row, IReadOnlyList<string> grouping) => new(
        [.. grouping.Select(column => Convert.ToString(row[column], CultureInfo.InvariantCulture) ?? "")],
        Convert.ToString(row["Status"], CultureInfo.InvariantCulture) ?? "",
        Number(row["Pilots"]),
        Number(row["WithoutJob"]),
        Number(row["InLastHour"]));

    private static long Number(object? value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);
}
