using Dirac.Hosting.Rpc.Binding;
using Dirac.Model.Errors;
using Dirac.Model.Jobs;
using Dirac.Wire.Values;
using Dirac.Workload.Jobs.Search;

namespace Dirac.Workload.Rpc.Arguments;

/// <summary>Status reports as JobStateUpdate takes them: time → what was so then. Pure.</summary>
internal static class StatusUpdates
{
    /// <summary>Reads reports; empty words say nothing.</summary>
    /// <exception cref="DiracException">BadRequest: a time, a status or a report is none.</exception>
    public static IReadOnlyList<TimedUpdate> Read(WireDict reports)
    {
        var updates = new List<TimedUpdate>(reports.Count);
        foreach (var (time, report) in reports)
        {
            if (report.Kind != WireKind.Dict) throw Bad($"{report} is no report of a status.");
            var said = report.AsDict();
            updates.Add(Make(Time(time), Word(said, "Status"), Word(said, "MinorStatus"), Word(said, "ApplicationStatus"), Word(said, "Source")));
        }

        updates.Sort((one, other) => one.Time.CompareTo(other.Time));
        return updates;
    }

    /// <summary>One report.</summary>
    public static TimedUpdate Make(DateTime time, string? status, string? minor, string? application, string? source) =>
        new(time, status is { Length: > 0 } ? Status(status) : null, Said(minor), Said(application), Said(source) ?? Sources.Unknown);

    /// <summary>A time as a text or as one.</summary>
    public static DateTime Time(WireValue value) => value.Kind switch
    {
        WireKind.Text => TimePeriod.Parse("Time of a status", value.AsText()).Start,
        WireKind.DateTime => DateTime.SpecifyKind(value.AsDateTime(), DateTimeKind.Utc),
        _ => throw Bad($"{value} is no time."),
    };

    private static JobStatus Status(string name) => JobStatuses.TryParse(name, out var status)
        ? status
        : throw new DiracException(ErrorCode.BadRequest, $"getNextState: '{name}' is not a valid state", $"Use one of {string.Join(", ", Enum.GetNames<JobStatus>())}.");

    private static string? Word(WireDict said, string name) => said.TryGetValue(name, out var value) && !value.IsNull ? PythonText.Of(value) : null;

    private static string? Said(string? word) => word is { Length: > 0 } ? word : null;

    private static DiracException Bad(string message) => new(ErrorCode.BadRequest, message, "Write {'2026-03-28 14:05:00': {'Status': 'Running', 'Source': 'JobWrapper'}}.");
}
