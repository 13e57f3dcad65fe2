using System.Globalization;
using Dirac.Cli.Shell;

namespace Dirac.Cli.Jobs;

/// <summary>Job numbers as people write them: <c>100</c>, <c>100-120</c>, <c>100,105,110-112</c>.</summary>
internal static class JobIdRanges
{
    /// <summary>Most jobs one command line may name; filters can find more.</summary>
    public const int Limit = 1_000_000;

    /// <summary>Reads numbers and ranges.</summary>
    /// <param name="words">Words of the command line.</param>
    /// <returns>The numbers, ascending, each once.</returns>
    /// <exception cref="UsageException">A word is no number or range.</exception>
    public static IReadOnlyList<long> Parse(IEnumerable<string> words)
    {
        var ids = new SortedSet<long>();
        foreach (var part in words.SelectMany(word => word.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        {
            var (first, last) = ParseRange(part);
            if (last - first >= Limit - ids.Count) throw new UsageException($"'{part}' names too many jobs.", $"At most {Limit:N0} at once; filters can find more.");
            for (var id = first; id <= last; id++) ids.Add(id);
        }

        return [.. ids];
    }

    /// <summary>Writes numbers with neighbours drawn together: <c>100-120, 125</c>.</summary>
    /// <param name="ids">Numbers, ascending.</param>
    /// <param name="most">How many parts to write before giving up with an ellipsis.</param>
    public static string Format(IReadOnlyList<long> ids, int most = 10)
    {
        var parts = new List<string>();
        for (var start = 0; start < ids.Count;)
        {
            if (parts.Count == most) return string.Join(", ", parts) + ", …";
            var end = start;
            while (end + 1 < ids.Count && ids[end + 1] == ids[end] + 1) end++;
            parts.Add(start == end ? $"{ids[start]}" : $"{ids[start]}-{ids[end]}");
            start = end + 1;
        }

        return string.Join(", ", parts);
    }

    private static (long First, long Last) ParseRange(string part)
    {
        var dash = part.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0 && TryParse(part, out var single)) return (single, single);
        if (dash > 0 && TryParse(part[..dash], out var first) && TryParse(part[(dash + 1)..], out var last) && first <= last) return (first, last);
        throw new UsageException($"'{part}' is not a job number or range.", "Write 100, 100-120 or 100,105,110-112.");
    }

    private static bool TryParse(string text, out long id) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id) && id > 0;
}
