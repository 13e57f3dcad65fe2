using System.Collections.Frozen;
using System.Text;
using Dirac.Model.Jobs;
using Dirac.Wire.Values;
using Dirac.Workload.Jobs.Reading;

namespace Dirac.Workload.Rpc.Replies;

/// <summary>Writes states of many jobs as JobMonitoring does: job → column → value. Pure.</summary>
internal static class JobStateReplies
{
    private static readonly WireKeys StatusKeys = WireKeys.Of("Status");
    private static readonly WireKeys MinorKeys = WireKeys.Of("MinorStatus");
    private static readonly WireKeys ApplicationKeys = WireKeys.Of("ApplicationStatus");
    private static readonly WireKeys SiteKeys = WireKeys.Of("Site");
    private static readonly WireKeys StateKeys = WireKeys.Of("ApplicationStatus", "MinorStatus", "Status");

    // There are sixteen of them, and they are what clients ask for all day.
    private static readonly FrozenDictionary<string, (WireValue Text, WireValue Dict)> Known = Enum.GetNames<JobStatus>().ToFrozenDictionary(
        name => name,
        name =>
        {
            var text = WireValue.OfUtf8(Encoding.UTF8.GetBytes(name));
            return (text, WireValue.Dict(StatusKeys, text));
        },
        StringComparer.Ordinal);

    public static WireValue Statuses(IReadOnlyList<JobStateRow> rows) =>
        ByJob(rows, static row => Known.TryGetValue(row.Status, out var known) ? known.Dict : WireValue.Dict(StatusKeys, row.Status));

    public static WireValue Minors(IReadOnlyList<JobStateRow> rows) => ByJob(rows, static row => WireValue.Dict(MinorKeys, row.MinorStatus));

    public static WireValue Applications(IReadOnlyList<JobStateRow> rows) => ByJob(rows, static row => WireValue.Dict(ApplicationKeys, Text(row.ApplicationStatus)));

    public static WireValue Sites(IReadOnlyList<JobStateRow> rows) => ByJob(rows, static row => WireValue.Dict(SiteKeys, row.Site));

    public static WireValue States(IReadOnlyList<JobStateRow> rows) => ByJob(
        rows,
        static row => WireValue.Dict(
            StateKeys, Text(row.ApplicationStatus), row.MinorStatus, Known.TryGetValue(row.Status, out var known) ? known.Text : row.Status));

    private static WireValue ByJob(IReadOnlyList<JobStateRow> rows, Func<JobStateRow, WireValue> write)
    {
        var keys = new WireValue[rows.Count];
        var values = new WireValue[rows.Count];
        for (var i = 0; i < keys.Length; i++) (keys[i], values[i]) = (rows[i].JobID, write(rows[i]));
        return WireValue.Dict(WireKeys.Of(keys.AsSpan()), values);
    }

    private static WireValue Text(string? text) => text is null ? WireValue.Null : text;
}
