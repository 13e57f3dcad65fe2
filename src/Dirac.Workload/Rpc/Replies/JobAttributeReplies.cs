using System.Globalization;
using Dirac.Wire.Values;
using Dirac.Workload.Jobs.Search;

namespace Dirac.Workload.Rpc.Replies;

/// <summary>Writes columns of jobs as JobMonitoring does. Pure.</summary>
internal static class JobAttributeReplies
{
    private const string LastSign = "LastSignOfLife";

    /// <summary>Job → column → value.</summary>
    public static WireValue ByJob(IReadOnlyList<IDictionary<string, object?>> rows, IReadOnlyList<SearchColumn> columns)
    {
        var names = Keys(columns);
        var keys = new WireValue[rows.Count];
        var values = new WireValue[rows.Count];
        for (var i = 0; i < keys.Length; i++) (keys[i], values[i]) = (Id(rows[i]), WireValue.Dict(names, Cells(rows[i], columns)));
        return WireValue.Dict(WireKeys.Of(keys.AsSpan()), values);
    }

    /// <summary>Column → value of the only job; empty when there is none.</summary>
    public static WireValue One(IReadOnlyList<IDictionary<string, object?>> rows, IReadOnlyList<SearchColumn> columns) =>
        rows.Count == 0 ? WireValue.Dict() : WireValue.Dict(Keys(columns), Cells(rows[0], columns));

    /// <summary>Names of columns and records of values, in the order of <paramref name="ids"/>; jobs without a row are left out.</summary>
    public static (WireValue Names, WireValue Records) Page(
        IReadOnlyList<long> ids, IReadOnlyList<IDictionary<string, object?>> rows, IReadOnlyList<SearchColumn> columns)
    {
        var known = rows.ToDictionary(Id);
        var records = ids.Where(known.ContainsKey).Select(id => WireValue.List([.. Cells(known[id], columns), Sign(known[id])]));
        return (WireValue.List([.. columns.Select(column => (WireValue)column.Name), LastSign]), WireValue.List([.. records]));
    }

    private static WireKeys Keys(IReadOnlyList<SearchColumn> columns) => WireKeys.Of([.. columns.Select(column => column.Name)]);

    private static WireValue[] Cells(IDictionary<string, object?> row, IReadOnlyList<SearchColumn> columns)
    {
        var cells = new WireValue[columns.Count];
        for (var i = 0; i < cells.Length; i++) cells[i] = JobCells.Of(row[columns[i].Name], columns[i].Kind);
        return cells;
    }

    private static WireValue Sign(IDictionary<string, object?> row) => JobCells.Of(row["HeartBeatTime"] ?? row["LastUpdateTime"], ColumnKind.Time);

    private static long Id(IDictionary<string, object?> row) => Convert.ToInt64(row["JobID"], CultureInfo.InvariantCulture);
}
