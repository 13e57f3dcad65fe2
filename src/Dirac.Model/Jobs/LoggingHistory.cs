namespace Dirac.Model.Jobs;

/// <summary>The rules of a job's logging history. Pure and thread-safe.</summary>
public static class LoggingHistory
{
    /// <summary>Stored in a column whose value did not change.</summary>
    public const string Same = "idem";

    // compat: StatusTimeOrder counts seconds from here (March 2010) to fit DOUBLE(12,3).
    private const double FirstSecond = 1_270_000_000;

    /// <summary>The value that orders rows: Unix seconds, three decimals, less 1 270 000 000.</summary>
    /// <param name="utc">The moment of the row, UTC.</param>
    public static double OrderOf(DateTime utc) =>
        Math.Round(((utc - DateTime.UnixEpoch).TotalSeconds) - FirstSecond, 3, MidpointRounding.AwayFromZero);

    /// <summary>The moment of an order value, UTC, to the millisecond: the inverse of <see cref="OrderOf"/>.</summary>
    /// <param name="order">Seconds as made by <see cref="OrderOf"/>.</param>
    public static DateTime TimeOf(double order) => DateTime.UnixEpoch.AddMilliseconds(Math.Round((order + FirstSecond) * 1000));

    /// <summary>The rows as a reader wants them: in order, every <see cref="Same"/> replaced by what it stands for.</summary>
    /// <param name="rows">Rows as stored, in any order.</param>
    /// <returns>New rows by order value, then time; a value that never was given reads <c>Unknown</c>.</returns>
    public static IReadOnlyList<LogRow> Fill(IEnumerable<LogRow> rows)
    {
        var filled = new List<LogRow>();
        var (status, minor, application) = ("Unknown", "Unknown", "Unknown");
        foreach (var row in rows.OrderBy(row => row.Order).ThenBy(row => row.Time))
        {
            status = Filled(row.Status, status);
            minor = Filled(row.Minor, minor);
            application = Filled(row.Application, application);
            filled.Add(row with { Status = status, Minor = minor, Application = application });
        }

        return filled;
    }

    private static string Filled(string value, string before) => value == Same ? before : value;
}
