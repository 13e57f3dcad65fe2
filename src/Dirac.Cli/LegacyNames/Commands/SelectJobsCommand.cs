using System.Globalization;
using Dirac.Cli.LegacyNames.Options;

namespace Dirac.Cli.LegacyNames.Commands;

/// <summary><c>dirac-wms-select-jobs</c>.</summary>
internal sealed class SelectJobsCommand : ILegacyCommand
{
    private static readonly string[] Columns = ["Status", "MinorStatus", "ApplicationStatus", "Owner"];

    /// <inheritdoc/>
    public LegacySyntax Syntax { get; } = new("dirac-wms-select-jobs", "Find jobs")
    {
        Switches =
        [
            new("", "Status", "Their status"),
            new("", "MinorStatus", "Their minor status"),
            new("", "ApplicationStatus", "Their application status"),
            new("", "Site", "Where they ran or run"),
            new("", "Owner", "Whose they are"),
            new("", "JobGroup", "Their groups, separated by commas; a number is filled with zeros to eight digits"),
            new("", "Date", "The first day of their last change, as YYYY-MM-DD; today if not given"),
            new("", "Maximum", "How many to show at most; 100 if not given, 0 for all"),
        ],
    };

    /// <inheritdoc/>
    public async Task<int> RunAsync(LegacyCall call, CancellationToken cancellationToken)
    {
        if (call.Line.Arguments.Count > 0) return call.ShowHelp(0);
        var most = MostOf(call);
        var groups = GroupsOf(call);
        var jobs = new List<string>();
        foreach (var group in groups.Count > 0 ? groups : [""]) jobs.AddRange(await SelectionOf(call, group).FindAsync(call, aloud: false, cancellationToken));
        Print(call, jobs, most, Conditions(call, groups));
        return 0;
    }

    private static int MostOf(LegacyCall call)
    {
        if (call.Line.Value("Maximum") is not { } text) return 100;
        try
        {
            return checked((int)LegacyIds.Read(text));
        }
        catch (LegacyException error)
        {
            throw new LegacyCrashException(error.Message);
        }
    }

    private static List<string> GroupsOf(LegacyCall call) => [.. call.Line.Values("JobGroup").SelectMany(value => value.Split(',')).Select(Padded)];

    private static string Padded(string group) => group.Length > 0 && group.All(char.IsDigit) ? long.Parse(group, CultureInfo.InvariantCulture).ToString("D8", CultureInfo.InvariantCulture) : group;

    private static LegacySelection SelectionOf(LegacyCall call, string group) =>
        new([.. Columns.Append("Site").Select(column => (column, call.Line.Value(column))), ("JobGroup", group)], call.Line.Value("Date") is { Length: > 0 } date ? date : null);

    private static string Conditions(LegacyCall call, List<string> groups)
    {
        var given = Columns.Select(column => (column, call.Line.Value(column))).Append(("JobGroup", string.Join(',', groups))).Append(("Date", call.Line.Value("Date") is { Length: > 0 } date ? date : "Today"));
        return string.Join(", ", given.Where(one => !string.IsNullOrEmpty(one.Item2)).Select(one => $"{one.Item1} = {one.Item2}"));
    }

    private static void Print(LegacyCall call, List<string> jobs, int most, string conditions)
    {
        var cut = most > 0 && jobs.Count > most;
        var shown = cut ? jobs[..most] : jobs;
        if (shown.Count == 0) call.Print($"No jobs were selected with conditions: {conditions}");
        else call.Print($"==> Selected {shown.Count} jobs{(cut ? $" (first {most} shown) " : " ")}with conditions: {conditions}\n{string.Join(',', shown)}");
    }
}
