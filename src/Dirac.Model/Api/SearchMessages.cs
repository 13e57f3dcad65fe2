using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dirac.Model.Api;

/// <summary>A page of jobs with everything a list shows around it.</summary>
/// <param name="Rows">Rows with the columns asked for.</param>
/// <param name="Total">Jobs on all pages, or so many at least; null when nobody counted.</param>
/// <param name="IsTotalExact">Whether there are just so many.</param>
/// <param name="Statuses">Numbers of jobs of the whole selection by status; null when counting them would cost too much.</param>
/// <param name="Next">Cursor of the next page; null on the last one.</param>
public sealed record JobPage(
    [property: JsonPropertyName("rows")] IReadOnlyList<JsonElement> Rows,
    [property: JsonPropertyName("total")] long? Total = null,
    [property: JsonPropertyName("is_total_exact")] bool IsTotalExact = false,
    [property: JsonPropertyName("statuses")] IReadOnlyDictionary<string, long>? Statuses = null,
    [property: JsonPropertyName("next")] string? Next = null);

/// <summary>The jobs at or for one site.</summary>
/// <param name="Site">The site.</param>
/// <param name="Jobs">Jobs in all.</param>
/// <param name="Statuses">Numbers of jobs by status.</param>
/// <param name="Efficiency">Percent of ended jobs (Done, Completed, Failed) that have not failed; null when none has ended.</param>
public sealed record SiteJobs(
    [property: JsonPropertyName("Site")] string Site,
    [property: JsonPropertyName("jobs")] long Jobs,
    [property: JsonPropertyName("statuses")] IReadOnlyDictionary<string, long> Statuses,
    [property: JsonPropertyName("efficiency")] double? Efficiency = null);
