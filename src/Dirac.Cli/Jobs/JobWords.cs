using System.CommandLine.Completions;
using Dirac.Cli.Shell;
using Dirac.Model.Api;
using Dirac.Model.Errors;

namespace Dirac.Cli.Jobs;

/// <summary>Columns of jobs as people write them: <c>status</c>, <c>owner-group</c>, or the server's own name in any case.</summary>
internal static class JobWords
{
    private static readonly Dictionary<string, string> Columns = new(StringComparer.OrdinalIgnoreCase)
    {
        ["id"] = "JobID", ["type"] = "JobType", ["group"] = "JobGroup", ["site"] = "Site", ["name"] = "JobName", ["owner"] = "Owner", ["owner-group"] = "OwnerGroup", ["vo"] = "VO",
        ["submitted"] = "SubmissionTime", ["rescheduled"] = "RescheduleTime", ["updated"] = "LastUpdateTime", ["started"] = "StartExecTime", ["beat"] = "HeartBeatTime", ["ended"] = "EndExecTime",
        ["status"] = "Status", ["minor"] = "MinorStatus", ["application"] = "ApplicationStatus", ["priority"] = "UserPriority", ["reschedules"] = "RescheduleCounter", ["pilot"] = "PilotStamp",
    };

    /// <summary>For the help.</summary>
    public static string All => string.Join(", ", Columns.Keys);

    /// <summary>For completion.</summary>
    public static IEnumerable<CompletionItem> Complete(CompletionContext context) => Columns.Keys.Select(word => new CompletionItem(word));

    /// <summary>The server's name of a column.</summary>
    /// <exception cref="UsageException">There is no such column.</exception>
    public static string Parse(string word)
    {
        if (Columns.TryGetValue(word, out var column)) return column;
        if (Columns.Values.FirstOrDefault(name => string.Equals(name, word, StringComparison.OrdinalIgnoreCase)) is { } known) return known;
        var near = NearestNames.Find(word, Columns.Keys, 1);
        throw new UsageException($"'{word}' is not a column of jobs.", near.Count > 0 ? $"Did you mean '{near[0]}'? Columns are {All}." : $"Columns are {All}.");
    }

    /// <summary>Columns separated by commas.</summary>
    public static IReadOnlyList<string> ParseMany(IEnumerable<string> words) => [.. Split(words).Select(Parse).Distinct()];

    /// <summary>Sort keys separated by commas; a minus before one means the greatest first.</summary>
    public static IReadOnlyList<SortKey> ParseSort(IEnumerable<string> words) =>
        [.. Split(words).Select(word => word.StartsWith('-') ? new SortKey(Parse(word[1..]), "desc") : new SortKey(Parse(word), "asc"))];

    private static IEnumerable<string> Split(IEnumerable<string> words) =>
        words.SelectMany(word => word.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
