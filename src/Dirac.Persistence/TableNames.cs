using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Dirac.Persistence;

/// <summary>Puts the full table names of one database into SQL text. Safe for concurrent use.</summary>
internal sealed partial class TableNames(string database, Dialect dialect)
{
    // Searches compose endless different texts; those beyond this number are expanded anew each time.
    private const int MostRemembered = 2_000;
    private const int LongestRemembered = 4_000;

    private readonly ConcurrentDictionary<string, string> _expanded = new();

    public string Database => database;

    public string Expand(string sql)
    {
        if (_expanded.TryGetValue(sql, out var known))
            return known;

        var expanded = Placeholder().Replace(sql, match => dialect.TableName(database, match.Groups[1].Value));
        if (sql.Length <= LongestRemembered && _expanded.Count < MostRemembered)
            _expanded.TryAdd(sql, expanded);
        return expanded;
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Placeholder();
}
