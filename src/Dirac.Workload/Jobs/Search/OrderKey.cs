namespace Dirac.Workload.Jobs.Search;

/// <summary>One column by which rows are ordered. On both engines a missing value is less than any other.</summary>
internal sealed record OrderKey(SearchColumn Column, bool Descending)
{
    public string Sql => $"{Column.SortSql} {(Descending ? "DESC" : "ASC")}";

    /// <summary>Condition: the column has this value.</summary>
    /// <param name="value">The value's parameter; null when it is missing.</param>
    public string Same(string? value) => value is null ? $"{Column.SortSql} IS NULL" : $"{Column.SortSql} = {value}";

    /// <summary>Condition: the row comes behind one with this value, whatever further columns say; null when none can.</summary>
    public string? Behind(string? value) => (value, Descending) switch
    {
        (null, false) => $"{Column.SortSql} IS NOT NULL",
        (null, true) => null,
        (_, false) => $"{Column.SortSql} > {value}",
        (_, true) when Column.IsNullable => $"({Column.SortSql} < {value} OR {Column.SortSql} IS NULL)",
        _ => $"{Column.SortSql} < {value}",
    };
}
