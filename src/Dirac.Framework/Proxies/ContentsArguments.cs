using System.Globalization;
using Dirac.Hosting.Rpc.Binding;
using Dirac.Wire.Values;

namespace Dirac.Framework.Proxies;

/// <summary>Reads what clients send to select from a table: conditions, order and page. Pure.</summary>
internal sealed class ContentsArguments(IReadOnlyList<string> columns)
{
    private const string UserColumn = nameof(StoredProxyRow.UserName);

    /// <summary>What is wrong with them; null when they are good so far.</summary>
    public string? Problem { get; private set; }

    /// <summary>The query.</summary>
    public TableQuery Query { get; } = new();

    /// <summary>Conditions of getContents: a value or a list of them for each column; other names are passed over.</summary>
    /// <param name="conditions">What was sent.</param>
    /// <param name="user">The only user whose entries are shown, whatever was sent; null for all.</param>
    public ContentsArguments Where(WireDict conditions, string? user)
    {
        foreach (var (key, value) in conditions)
        {
            if (key.Kind != WireKind.Text || !columns.Contains(key.AsText())) continue;
            if (user is null || key.AsText() != UserColumn) Query.Where(key.AsText(), Values(value));
        }

        if (user is not null) Query.Where(UserColumn, [user]);
        return this;
    }

    /// <summary>Conditions of getLogContents: also <c>beforeDate</c> and <c>afterDate</c>; other names are a fault.</summary>
    public ContentsArguments WhereInLog(WireDict conditions, string timeColumn)
    {
        foreach (var (key, value) in conditions)
        {
            switch (PythonText.Of(key))
            {
                case "beforeDate": Moment(value, timeColumn, "<"); break;
                case "afterDate": Moment(value, timeColumn, ">"); break;
                case var column when columns.Contains(column): Query.Where(column, Values(value)); break;
                case var unknown: Problem ??= $"Unknown column '{unknown}' in 'where clause'"; break;
            }
        }

        return this;
    }

    /// <summary>Pairs of column and direction; what names no column is passed over.</summary>
    public ContentsArguments OrderBy(IReadOnlyList<WireValue> order)
    {
        foreach (var sort in order)
        {
            if (!sort.IsSequence || sort.AsList().Length is 0 or > 2) Problem ??= $"Invalid sort {PythonText.Of(sort)}";
            else if (sort.AsList() is { Length: 2 } pair && columns.Contains(PythonText.Of(pair.Span[0]))) Sort(PythonText.Of(pair.Span[0]), PythonText.Of(pair.Span[1]));
        }

        return this;
    }

    /// <summary>The page.</summary>
    public ContentsArguments Page(int start, int limit)
    {
        Query.Page(start, limit);
        return this;
    }

    /// <summary>Reads a whole number as <c>int()</c> does; None is 0.</summary>
    public static bool TryWhole(WireValue value, out long number)
    {
        var read = value.Kind switch
        {
            WireKind.Null => 0,
            WireKind.Truth => value.AsTruth() ? 1 : 0,
            WireKind.Whole when value.IsInt64 => value.AsInt64(),
            WireKind.Text when long.TryParse(value.AsText(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var written) => written,
            _ => (long?)null,
        };
        number = read ?? 0;
        return read is not null;
    }

    private static IReadOnlyList<string> Values(WireValue value) =>
        value.IsSequence ? [.. value.AsList().ToArray().Select(PythonText.Of)] : [PythonText.Of(value)];

    private void Sort(string column, string direction)
    {
        if (direction.ToUpperInvariant() is var word and ("ASC" or "DESC")) Query.OrderBy(column, word == "DESC");
        else Problem ??= $"Invalid sorting order {direction}";
    }

    private void Moment(WireValue value, string column, string comparison)
    {
        if (DateTime.TryParse(PythonText.Of(value), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)) Query.Where(column, comparison, moment);
        else Problem ??= $"Incorrect DATETIME value: '{PythonText.Of(value)}'";
    }
}
