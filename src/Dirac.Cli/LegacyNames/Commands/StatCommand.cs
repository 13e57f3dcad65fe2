using Dirac.Cli.LegacyNames.Options;
using Dirac.Cli.LegacyNames.Python;
using Dirac.Model.Jobs;

namespace Dirac.Cli.LegacyNames.Commands;

/// <summary><c>dstat</c>.</summary>
internal sealed class StatCommand : ILegacyCommand
{
    private static readonly string[] DefaultFields = ["Owner", "JobName", "OwnerGroup", "JobGroup", "Site", "Status", "MinorStatus", "SubmissionTime"];
    private static readonly string[] States = [.. Enum.GetNames<JobStatus>().Select(name => name.ToLowerInvariant())];
    private static readonly string[] Ended = ["done", "completed", "failed", "killed"];

    /// <inheritdoc/>
    public LegacySyntax Syntax { get; } = new("dstat", "Show jobs; without numbers your own ones that have not ended")
    {
        Switches =
        [
            new("u", "User", "Whose jobs; __all__ for everybody's"),
            new("S", "Status", "Statuses, separated by commas"),
            new("a", "StatusAll", "Jobs of any status", TakesValue: false),
            new("g", "JobGroup", "Jobs of a group"),
            new("n", "JobName", "Jobs with a name"),
            new("f", "Fmt", "pretty, csv or json"),
            new("D", "JobDate", "Jobs that changed in the last so many days; 10 if not given"),
            new("F", "Fields", "Columns, separated by commas"),
            new("i", "input-file", "Jobs whose numbers stand in this file, separated by commas or line ends"),
        ],
        Arguments = [new("JobID", "Numbers of jobs", Required: false)],
    };

    /// <inheritdoc/>
    public async Task<int> RunAsync(LegacyCall call, CancellationToken cancellationToken)
    {
        var profile = await LegacyProfile.ReadAsync(call, cancellationToken);
        IReadOnlyList<string> jobs;
        try
        {
            jobs = await LegacyNumbers.ReadAsync(call, cancellationToken);
            if (jobs.Count == 0) jobs = await SelectAsync(call, profile, cancellationToken);
        }
        catch (LegacyException error)
        {
            call.Print(error.Message);
            return 255;
        }

        return await ShowAsync(call, jobs, FieldsOf(call, profile), cancellationToken);
    }

    private static async Task<IReadOnlyList<string>> SelectAsync(LegacyCall call, LegacyProfile profile, CancellationToken cancellationToken)
    {
        var user = call.Line.Value("User") ?? profile.User?.PreferredUsername;
        var owner = user == "*" || string.Equals(user, "__all__", StringComparison.OrdinalIgnoreCase) ? null : user;
        var since = LegacySelection.DaysAgo(call.Today, call.Line.Value("JobDate") is { } days && int.TryParse(days, out var given) ? given : 10);
        var selection = new LegacySelection([("Owner", owner), ("JobGroup", call.Line.Value("JobGroup")), ("JobName", call.Line.Value("JobName"))], since);
        return [.. (await call.Server.SelectAsync(selection.ToConditions(call.Today), cancellationToken)).Select(id => $"{id}")];
    }

    private static async Task<int> ShowAsync(LegacyCall call, IReadOnlyList<string> jobs, string[] fields, CancellationToken cancellationToken)
    {
        IReadOnlyList<long> ids;
        try
        {
            ids = [.. jobs.Select(LegacyIds.Read)];
        }
        catch (LegacyException)
        {
            call.Print("Expected integer for jobID");
            return 2;
        }

        try
        {
            var rows = await call.Server.AttributesAsync(ids, null, cancellationToken);
            var shown = rows.Where(row => Fits(StatusesOf(call), row.Value)).Select(row => Row(row.Key, row.Value, fields)).ToList();
            call.Print(LegacyFormat.Write(call.Line.Value("Fmt") ?? "pretty", ["JobID", .. fields], shown));
            return 0;
        }
        catch (LegacyException error)
        {
            call.Print(error.Message);
            return 2;
        }
    }

    // The option given last decides, as each of them sets the list anew.
    private static string[] StatusesOf(LegacyCall call)
    {
        string[] statuses = [.. States.Except(Ended)];
        foreach (var (name, value) in call.Line.Switches)
        {
            if (name == "StatusAll") statuses = States;
            if (name == "Status") statuses = value.ToLowerInvariant().Split(',');
        }

        return statuses;
    }

    private static bool Fits(string[] statuses, PythonDict row) =>
        statuses.Contains("all") || (LegacyAttributes.Find(row, "Status") is PythonString status && statuses.Contains(status.Text.ToLowerInvariant()));

    private static string[] FieldsOf(LegacyCall call, LegacyProfile profile)
    {
        // compat: what dstat_fields names comes over --Fields, as DIRAC reads it last.
        if (profile.Values.GetValueOrDefault("dstat_fields") is { Length: > 0 } own) return own.Split(',');
        return call.Line.Value("Fields")?.Split(',') ?? DefaultFields;
    }

    private static PythonValue[] Row(long id, PythonDict row, string[] fields) =>
    [
        id,
        .. fields.Select(field => LegacyAttributes.Find(row, field) ?? throw new LegacyCrashException($"Jobs have no column {field}.")),
    ];
}
