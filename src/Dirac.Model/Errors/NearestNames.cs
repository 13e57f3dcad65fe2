namespace Dirac.Model.Errors;

/// <summary>Finds what somebody probably meant when a name is unknown. Pure and thread-safe.</summary>
public static class NearestNames
{
    private const int LongestCompared = 100;

    /// <summary>The known names closest to a mistyped one, best first.</summary>
    /// <param name="name">The unknown name.</param>
    /// <param name="candidates">The known names.</param>
    /// <param name="max">How many to return at most.</param>
    /// <returns>Names that differ by few letters, whatever their case, or that contain <paramref name="name"/>; perhaps none.</returns>
    public static IReadOnlyList<string> Find(string name, IEnumerable<string> candidates, int max)
    {
        var wanted = name.Trim();
        if (wanted.Length is 0 or > LongestCompared) return [];

        var allowed = Math.Max(2, wanted.Length / 3);
        return
        [
            .. candidates
                .Where(candidate => candidate.Length <= LongestCompared)
                .Select(candidate => (Name: candidate, Distance: Distance(wanted, candidate)))
                .Where(found => found.Distance <= allowed || found.Name.Contains(wanted, StringComparison.OrdinalIgnoreCase))
                .OrderBy(found => found.Distance)
                .ThenBy(found => found.Name, StringComparer.Ordinal)
                .Take(max)
                .Select(found => found.Name),
        ];
    }

    /// <summary>Number of letters to insert, delete or replace (Levenshtein), ignoring case.</summary>
    private static int Distance(string left, string right)
    {
        Span<int> row = stackalloc int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++) row[j] = j;

        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = diagonal + (char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[right.Length];
    }
}
