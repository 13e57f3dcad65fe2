using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Dirac.Cli.Jobs;
using Dirac.Cli.Shell;
using Dirac.Model.Api;
using Dirac.Model.Pilots;

namespace Dirac.Cli.Pilots;

/// <summary>The filter options shared by the commands that act on many pilots.</summary>
internal sealed class PilotFilterOptions
{
    private readonly Option<string[]> _statuses = Many("--status", "STATUS", "Only pilots in this status (Submitted, Running, Done, Aborted, …); several with commas.");
    private readonly Option<string[]> _sites = Many("--site", "SITE", "Only pilots at this site; several with commas.");
    private readonly Option<string[]> _elements = Many("--ce", "CE", "Only pilots on this computing element; several with commas.");
    private readonly Option<string[]> _vos = Many("--vo", "VO", "Only pilots of this VO; you see those of your own.");
    private readonly Option<string?> _since = new("--since") { HelpName = "TIME", Description = "Only pilots submitted since a moment (2026-11-22, 2026-11-22T10:30, UTC) or an age (90m, 12h, 3d)." };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        _statuses.CompletionSources.Add(Enum.GetNames<PilotStatus>());
        foreach (var option in new Option[] { _statuses, _sites, _elements, _vos, _since }) command.Add(option);
    }

    /// <summary>Reads what was given as conditions of a search; none when nothing was.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="now">The present, for ages.</param>
    /// <exception cref="UsageException">A value makes no sense.</exception>
    public IReadOnlyList<SearchCondition> Read(ParseResult parsed, DateTimeOffset now)
    {
        var conditions = new List<SearchCondition>();
        AddAny(conditions, "Status", [.. Words(parsed, _statuses).Select(CheckStatus)]);
        AddAny(conditions, "GridSite", Words(parsed, _sites));
        AddAny(conditions, "DestinationSite", Words(parsed, _elements));
        AddAny(conditions, "VO", Words(parsed, _vos));
        if (parsed.GetValue(_since) is { } since)
        {
            // Times are whole seconds and gt leaves the second itself out, so the second before it is named.
            var time = Moment.Parse(since, now).AddSeconds(-1).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
            conditions.Add(new SearchCondition("SubmissionTime", "gt", Json(time)));
        }

        return conditions;
    }

    private static Option<string[]> Many(string name, string helpName, string description) => new(name) { HelpName = helpName, Description = description };

    private static void AddAny(List<SearchCondition> conditions, string column, IReadOnlyList<string> values)
    {
        if (values.Count == 1) conditions.Add(new SearchCondition(column, "eq", Json(values[0])));
        if (values.Count > 1) conditions.Add(new SearchCondition(column, "in", Values: [.. values.Select(Json)]));
    }

    private static IReadOnlyList<string> Words(ParseResult parsed, Option<string[]> option) =>
        [.. (parsed.GetValue(option) ?? []).SelectMany(word => word.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    private static string CheckStatus(string word) => Enum.TryParse<PilotStatus>(word, ignoreCase: true, out var status) && Enum.IsDefined(status) && !char.IsDigit(word[0])
        ? status.ToString()
        : throw new UsageException($"'{word}' is not a status of pilots.", $"There are {string.Join(", ", Enum.GetNames<PilotStatus>())}.");

    private static JsonElement Json(string value) => JsonSerializer.SerializeToElement(value, ModelJsonContext.Default.String);
}
