using System.Globalization;

namespace Dirac.Framework.Tokens;

/// <summary>Which partitions of a table by days go, and which come. Pure.</summary>
/// <param name="Gone">Names of partitions whose days have all passed.</param>
/// <param name="Coming">Names of partitions to make, with the first day that is not in them, in order.</param>
internal sealed record PartitionPlan(IReadOnlyList<string> Gone, IReadOnlyList<(string Name, int Before)> Coming)
{
    /// <summary>For how many days after today there are partitions; what ends later waits together in one.</summary>
    public const int DaysAhead = 14;

    private const string Format = "'d'yyyyMMdd";
    private static readonly DateOnly First = new(1970, 1, 1);

    /// <summary>Decides.</summary>
    /// <param name="existing">Names of the partitions that there are; those not named after a day are nobody's business.</param>
    /// <param name="today">Today, counted in days from 1970-01-01 UTC.</param>
    public static PartitionPlan Decide(IEnumerable<string> existing, int today)
    {
        var days = existing.Select(DayOf).OfType<int>().Order().ToList();
        var from = Math.Max(today, days.Count > 0 ? days[^1] + 1 : today);
        return new PartitionPlan(
            [.. days.Where(day => day < today).Select(NameOf)],
            [.. Enumerable.Range(from, Math.Max(0, today + DaysAhead - from + 1)).Select(day => (NameOf(day), day + 1))]);
    }

    private static string NameOf(int day) => First.AddDays(day).ToString(Format, CultureInfo.InvariantCulture);

    private static int? DayOf(string name) =>
        DateOnly.TryParseExact(name, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day.DayNumber - First.DayNumber : null;
}
