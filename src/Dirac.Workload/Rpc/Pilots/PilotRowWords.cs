using System.Globalization;
using System.Text;
using Dirac.Wire.Codecs;
using Dirac.Wire.Values;

namespace Dirac.Workload.Rpc.Pilots;

/// <summary>Values of rows for the wire, and as Python's str() would print them.</summary>
internal static class PilotRowWords
{
    private const string NotKnown = "Unknown";

    public static long Count(IDictionary<string, object?> row) => Convert.ToInt64(row["count"], CultureInfo.InvariantCulture);

    public static string Text(IDictionary<string, object?> row, string column) => Convert.ToString(row[column], CultureInfo.InvariantCulture) ?? "";

    public static WireValue Names(IEnumerable<string> names) => WireValue.List([.. names.Select(name => (WireValue)name)]);

    public static WireValue Wire(object? value) => value switch
    {
        null => default,
        DateTime time => WireValue.Of(time),
        double or float or decimal => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        string text => text,
        _ => Convert.ToInt64(value, CultureInfo.InvariantCulture),
    };

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
