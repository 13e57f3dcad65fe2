using Dirac.Model.Errors;
using Dirac.Wire.Values;
using Dirac.Workload.Jobs.Search;

namespace Dirac.Workload.Rpc.Arguments;

/// <summary>Names of attributes or parameters as DIRAC's clients give them: a list, a text with commas, or None for all.</summary>
internal static class Names
{
    /// <summary>The names; null for all.</summary>
    /// <exception cref="DiracException">BadRequest: it is something else.</exception>
    public static IReadOnlyList<string>? Read(WireValue value) => value.Kind switch
    {
        WireKind.Null => null,
        WireKind.Text => OrAll(value.AsText().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)),
        WireKind.List or WireKind.Tuple => OrAll([.. value.AsList().ToArray().Select(Text)]),
        _ => throw NoNames(value),
    };

    /// <summary>The columns of jobs with these names in the order of DIRAC's replies.</summary>
    /// <exception cref="DiracException">BadRequest: there is no such column.</exception>
    public static IReadOnlyList<SearchColumn> Columns(WireValue value) => Read(value) is { } names
        ? [.. names.Distinct().Order(StringComparer.Ordinal).Select(SearchTable.Jobs.Column)]
        : AllColumns;

    /// <summary>All columns of jobs in the order of DIRAC's replies.</summary>
    public static readonly IReadOnlyList<SearchColumn> AllColumns = [.. SearchTable.Jobs.Columns.OrderBy(column => column.Name, StringComparer.Ordinal)];

    private static string[]? OrAll(string[] names) => names.Length > 0 ? names : null;

    private static string Text(WireValue value) => value.Kind == WireKind.Text ? value.AsText() : throw NoNames(value);

    private static DiracException NoNames(WireValue value) =>
        new(ErrorCode.BadRequest, $"{value} names no attribute or parameter.", "Give a list of names, or None for all.");
}
