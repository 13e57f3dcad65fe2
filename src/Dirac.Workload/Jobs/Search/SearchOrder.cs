using System.Security.Cryptography;
using System.Text;
using Dirac.Model.Api;
using Dirac.Model.Errors;

namespace Dirac.Workload.Jobs.Search;

/// <summary>The order of a search's rows. It is total: the last columns tell any two rows apart.</summary>
internal sealed class SearchOrder
{
    /// <summary>Columns of the result that hold a row's place and are not for the reply begin with this.</summary>
    public const string Hidden = "x_place";

    private const int MostKeys = 10;
    private readonly IReadOnlyList<OrderKey> _keys;

    private SearchOrder(SearchTable table, IReadOnlyList<OrderKey> keys)
    {
        _keys = keys;
        var text = $"{table.Name}: {string.Join(", ", keys.Select(key => key.Sql))}";
        Fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];
    }

    /// <summary>Tells orders apart: a cursor is good for one order only.</summary>
    public string Fingerprint { get; }

    public IReadOnlyList<OrderKey> Keys => _keys;

    /// <summary>The order of whole rows: the keys asked for, then the table's own, in the last one's direction.</summary>
    public static SearchOrder OfRows(SearchTable table, IReadOnlyList<SortKey>? sort)
    {
        var keys = Parse(table, sort);
        if (keys.All(key => key.Column != table.Key)) keys.Add(new OrderKey(table.Key, keys.Count > 0 && keys[^1].Descending));
        return new SearchOrder(table, keys);
    }

    /// <summary>The order of different values: the keys asked for, which must be among the columns, then the rest of these.</summary>
    public static SearchOrder OfDistinct(SearchTable table, IReadOnlyList<SortKey>? sort, IReadOnlyList<SearchColumn> columns)
    {
        var keys = Parse(table, sort);
        if (keys.Find(key => !columns.Contains(key.Column)) is { } foreign)
            throw new DiracException(ErrorCode.BadRequest, $"Different rows cannot be sorted by {foreign.Column.Name}, which is not one of their columns.", "Name it in parameters too.");
        keys.AddRange(columns.Where(column => keys.All(key => key.Column != column)).Select(column => new OrderKey(column, false)));
        return new SearchOrder(table, keys);
    }

    /// <summary>ORDER BY with its columns.</summary>
    public string Sql => $"ORDER BY {string.Join(", ", _keys.Select(key => key.Sql))}";

    /// <summary>Columns of the result that hold a row's place.</summary>
    public IEnumerable<string> HiddenColumns => _keys.Select((key, index) => $"{key.Column.SortSql} AS {Hidden}{index}");

    /// <summary>Which of those holds a column; -1 when none does.</summary>
    public int IndexOf(SearchColumn column) => _keys.ToList().FindIndex(key => key.Column == column);

    /// <summary>Conditions for the rows behind a place. They stand one behind the other: the rows of the first come before those of the next.</summary>
    /// <remarks>Each begins with a plain range of the leading column, so that an index finds the place however deep it is.</remarks>
    /// <param name="place">A row's place.</param>
    /// <param name="add">Takes a value as a parameter.</param>
    public IReadOnlyList<string> Behind(IReadOnlyList<object?> place, Func<object?, string> add)
    {
        var values = place.Select(value => value is null ? null : add(value)).ToList();
        var (first, value, column) = (_keys[0], values[0], _keys[0].Column.SortSql);
        var rest = Past(1, values);
        if (value is null)
        {
            string?[] parts = [rest is null ? null : $"({column} IS NULL AND {rest})", first.Descending ? null : $"{column} IS NOT NULL"];
            return [.. parts.OfType<string>()];
        }

        var sign = first.Descending ? '<' : '>';
        var range = rest is null ? $"{column} {sign} {value}" : $"({column} {sign}= {value} AND ({column} {sign} {value} OR {rest}))";
        return first.Descending && first.Column.IsNullable ? [range, $"{column} IS NULL"] : [range];
    }

    private string? Past(int index, List<string?> values)
    {
        if (index == _keys.Count) return null;
        var behind = _keys[index].Behind(values[index]);
        var tie = Past(index + 1, values) is { } rest ? $"({_keys[index].Same(values[index])} AND {rest})" : null;
        return (behind, tie) switch
        {
            (null, null) => "1 = 0",
            (null, _) => tie,
            (_, null) => behind,
            _ => $"({behind} OR {tie})",
        };
    }

    private static List<OrderKey> Parse(SearchTable table, IReadOnlyList<SortKey>? sort)
    {
        if (sort is { Count: > MostKeys }) throw new DiracException(ErrorCode.BadRequest, $"A search is sorted by at most {MostKeys} columns.");
        return [.. (sort ?? []).WithoutHoles("sort").Select(key => new OrderKey(table.Column(key.Parameter), IsDescending(key))).DistinctBy(key => key.Column)];
    }

    private static bool IsDescending(SortKey key) => key.Direction switch
    {
        "asc" => false,
        "desc" => true,
        _ => throw new DiracException(ErrorCode.BadRequest, $"The direction of {key.Parameter} is asc or desc, not '{key.Direction}'."),
    };
}
