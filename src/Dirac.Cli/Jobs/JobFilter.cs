using System.Text.Json;
using Dirac.Model.Api;

namespace Dirac.Cli.Jobs;

/// <summary>Which jobs a person means: the values of the filter options.</summary>
internal sealed record JobFilter
{
    /// <summary>Major statuses, any of which fits.</summary>
    public IReadOnlyList<string> Statuses { get; init; } = [];

    /// <summary>Sites, any of which fits.</summary>
    public IReadOnlyList<string> Sites { get; init; } = [];

    /// <summary>Job groups, any of which fits.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Job types, any of which fits.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>DIRAC groups of the owners, any of which fits.</summary>
    public IReadOnlyList<string> OwnerGroups { get; init; } = [];

    /// <summary>Minor status; <c>*</c> stands for any text.</summary>
    public string? Minor { get; init; }

    /// <summary>Application status; <c>*</c> stands for any text.</summary>
    public string? Application { get; init; }

    /// <summary>Stamps of pilots that took the job, any of which fits.</summary>
    public IReadOnlyList<string> Pilots { get; init; } = [];

    /// <summary>Job name; <c>*</c> stands for any text.</summary>
    public string? Name { get; init; }

    /// <summary>Owner's user name.</summary>
    public string? Owner { get; init; }

    /// <summary>Submitted at or after this moment, UTC.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Submitted before this moment, UTC.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Whether it lets every job through.</summary>
    public bool IsEmpty => ToConditions().Count == 0;

    /// <summary>The filter as conditions of a search.</summary>
    public IReadOnlyList<SearchCondition> ToConditions()
    {
        var conditions = new List<SearchCondition>();
        AddAny(conditions, "Status", Statuses);
        AddAny(conditions, "Site", Sites);
        AddAny(conditions, "JobGroup", Groups);
        AddAny(conditions, "JobType", Types);
        AddAny(conditions, "OwnerGroup", OwnerGroups);
        AddAny(conditions, "PilotStamp", Pilots);
        if (Minor is not null) conditions.Add(ForText("MinorStatus", Minor));
        if (Application is not null) conditions.Add(ForText("ApplicationStatus", Application));
        if (Name is not null) conditions.Add(ForText("JobName", Name));
        if (Owner is not null) conditions.Add(new SearchCondition("Owner", "eq", Json(Owner)));
        // Times are whole seconds and gt leaves the second itself out, so the second before it is named.
        if (Since is { } since) conditions.Add(new SearchCondition("SubmissionTime", "gt", Json(Iso(since.AddSeconds(-1)))));
        if (Until is { } until) conditions.Add(new SearchCondition("SubmissionTime", "lt", Json(Iso(until))));
        return conditions;
    }

    private static void AddAny(List<SearchCondition> conditions, string column, IReadOnlyList<string> values)
    {
        if (values.Count == 1) conditions.Add(new SearchCondition(column, "eq", Json(values[0])));
        if (values.Count > 1) conditions.Add(new SearchCondition(column, "in", Values: [.. values.Select(Json)]));
    }

    // What means something to the server means itself here, but for the star.
    private static SearchCondition ForText(string column, string text) => text.Contains('*', StringComparison.Ordinal)
        ? new SearchCondition(column, "like", Json(text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal).Replace('*', '%')))
        : new SearchCondition(column, "eq", Json(text));

    private static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);

    private static JsonElement Json(string value) => JsonSerializer.SerializeToElement(value, ModelJsonContext.Default.String);
}
