using System.Globalization;
using Dirac.Model.Api;
using Dirac.Wire.Values;

namespace Dirac.Workload.Rpc.Replies;

/// <summary>Writes what is kept about one job, and parameters, as JobMonitoring does. Pure.</summary>
internal static class JobRecordReplies
{
    public static WireValue Parameters(IReadOnlyDictionary<string, string> values) =>
        WireValue.Dict([.. values.Select(value => ((WireValue)value.Key, (WireValue)value.Value))]);

    /// <summary>Job → name → value; jobs without parameters are left out.</summary>
    public static WireValue Parameters(IReadOnlyDictionary<long, IReadOnlyDictionary<string, string>> jobs) =>
        WireValue.Dict([.. jobs.Where(job => job.Value.Count > 0).Select(job => ((WireValue)job.Key, Parameters(job.Value)))]);

    /// <summary>Cycle → name → value.</summary>
    public static WireValue Cycles(IReadOnlyDictionary<int, IReadOnlyDictionary<string, string>> cycles, long wanted) =>
        WireValue.Dict([.. cycles.Where(cycle => wanted == -1 || cycle.Key == wanted).Select(cycle => ((WireValue)(long)cycle.Key, Parameters(cycle.Value)))]);

    public static WireValue History(IReadOnlyList<LoggingRecord> lines) => WireValue.List(
        [.. lines.Select(line => WireValue.Tuple(line.Status, line.MinorStatus, line.ApplicationStatus, Time(line.StatusTime), line.Source))]);

    public static WireValue Samples(IReadOnlyList<HeartbeatSample> samples) =>
        WireValue.List([.. samples.Select(sample => WireValue.Tuple(sample.Name, Figure(sample.Value), Time(sample.HeartBeatTime)))]);

    public static WireValue Files(IReadOnlyList<JobInputFile> files) => WireValue.List([.. files.Select(file => (WireValue)file.LFN)]);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    // DIRAC's service fails where a pilot has sent a word for a figure.
    private static string Figure(string text) => double.TryParse(text.Replace("\"", "", StringComparison.Ordinal), CultureInfo.InvariantCulture, out var figure)
        ? figure.ToString("F1", CultureInfo.InvariantCulture)
        : text;
}
