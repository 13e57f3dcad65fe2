using System.Globalization;
using System.Text;
using System.Text.Json;
using Dirac.Wire.Codecs;
using Dirac.Wire.Values;
using Dirac.Workload.Jobs.Search;
using Dirac.Workload.Rpc.Replies;

namespace Dirac.Workload.Rpc.Pilots;

/// <summary>Values of rows for the wire, and as Python's str() would print them.</summary>
internal static class PilotRowWords
{
    private const string NotKnown = "Unknown";

    public static long Count(JsonElement row) => row.GetProperty("count").GetInt64();

    public static string Text(JsonElement row, string column) => row.GetProperty(column).GetString() ?? "";

    public static WireValue Names(IEnumerable<string> names) => WireValue.List([.. names.Select(name => (WireValue)name)]);

    public static WireValue Value(JsonElement row, string column) => JobCells.Of(row.GetProperty(column), SearchTable.Pilots.Column(column).Kind);

    /// <summary>A line of the portal's page: everything is a text but whole numbers. A pilot that does not know its site gets that of its computing element.</summary>
    public static WireValue Page(PilotInfoRow row, IReadOnlyDictionary<string, string> sites) => WireValue.List(
        row.PilotJobReference,
        row.VO,
        row.GridType,
        row.Status,
        row.DestinationSite,
        Encoding.ASCII.GetString(JEncode.Encode(row.BenchMark)),
        Time(row.SubmissionTime),
        row.PilotID,
        Time(row.LastUpdateTime),
        row.CurrentJobID,
        row.GridSite != NotKnown ? row.GridSite : sites.TryGetValue(row.DestinationSite, out var site) ? site : WireValue.Null);

    private static string Time(DateTime? time) => time?.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "None";
}
