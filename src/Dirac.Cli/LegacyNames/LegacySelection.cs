using System.Globalization;
using System.Text.Json;
using Dirac.Cli.LegacyNames.Python;
using Dirac.Model.Api;

namespace Dirac.Cli.LegacyNames;

/// <summary>Which jobs a command means: columns with the values they must have, and the day since when the jobs changed.</summary>
/// <param name="Columns">Columns and values in the order of DIRAC's; a null or empty value asks for nothing.</param>
/// <param name="Since">The first day, UTC, as <c>yyyy-MM-dd</c>, perhaps with a time; null is today.</param>
internal sealed record LegacySelection(IReadOnlyList<(string Column, string? Value)> Columns, string? Since)
{
    /// <summary>Jobs of a group, changed in the last 30 days.</summary>
    /// <param name="group">The group.</param>
    /// <param name="today">Today, UTC.</param>
    /// <param name="status">Their status; null for any.</param>
    public static LegacySelection OfGroup(string group, DateOnly today, string? status = null) => new([("Status", status), ("JobGroup", group)], DaysAgo(today, 30));

    /// <summary>A day as DIRAC writes it.</summary>
    /// <param name="today">Today, UTC.</param>
    /// <param name="days">How long ago.</param>
    public static string DaysAgo(DateOnly today, int days) => today.AddDays(-days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Finds the jobs; prints what keeps them from being found, or that there are none.</summary>
    /// <param name="call">Where to ask and print.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="LegacyException">There are none.</exception>
    /// <exception cref="LegacyCrashException">The server does not answer: DIRAC's ends there.</exception>
    public async Task<IReadOnlyList<string>> FindAloudAsync(LegacyCall call, CancellationToken cancellationToken)
    {
        var jobs = await FindAsync(call, aloud: true, cancellationToken);
        if (jobs.Count > 0) return jobs;
        var conditions = new PythonDict([.. Given.Select(column => KeyValuePair.Create<PythonValue, PythonValue>(column.Column, column.Value!))]);
        call.Print($"No jobs selected with date '{Since ?? DaysAgo(call.Today, 0)}' for conditions: {PythonText.Repr(conditions)}");
        throw new LegacyException("No jobs selected");
    }

    /// <summary>The same, but none are no error.</summary>
    /// <param name="call">Where to ask and print.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="LegacyCrashException">The server does not answer: DIRAC's ends there.</exception>
    public async Task<IReadOnlyList<string>> FindOrNoneAsync(LegacyCall call, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAloudAsync(call, cancellationToken);
        }
        catch (LegacyException)
        {
            // It was printed, and the command goes on with what it has.
            return [];
        }
    }

    /// <summary>Finds the jobs.</summary>
    /// <param name="call">Where to ask.</param>
    /// <param name="aloud">Whether what goes wrong is printed.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="LegacyCrashException">The server does not answer: DIRAC's ends there.</exception>
    public async Task<IReadOnlyList<string>> FindAsync(LegacyCall call, bool aloud, CancellationToken cancellationToken)
    {
        try
        {
            return [.. (await call.Server.SelectAsync(ToConditions(call.Today), cancellationToken)).Select(id => id.ToString(CultureInfo.InvariantCulture))];
        }
        catch (LegacyException error)
        {
            if (aloud) call.Print(error.Message);
            throw new LegacyCrashException(error.Message);
        }
    }

    /// <summary>The conditions of a search.</summary>
    /// <param name="today">Today, UTC.</param>
    /// <exception cref="LegacyException">The day is none.</exception>
    public IReadOnlyList<SearchCondition> ToConditions(DateOnly today)
    {
        var since = Since ?? DaysAgo(today, 0);
        if (!DateTime.TryParse(since, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var start))
        {
            throw new LegacyException($"'{since}' is no date; write it as 2026-11-28.");
        }

        // Times are whole seconds and gt leaves the second itself out, so the second before it is named.
        var text = start.AddSeconds(-1).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        return [.. Given.Select(column => new SearchCondition(column.Column, "eq", Json(column.Value!))), new SearchCondition("LastUpdateTime", "gt", Json(text))];
    }

    private IEnumerable<(string Column, string? Value)> Given => Columns.Where(column => !string.IsNullOrEmpty(column.Value));

    private static JsonElement Json(string value) => JsonSerializer.SerializeToElement(value, ModelJsonContext.Default.String);
}
