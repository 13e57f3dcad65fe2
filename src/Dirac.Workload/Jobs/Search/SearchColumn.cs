namespace Dirac.Workload.Jobs.Search;

/// <summary>A column that may be searched, with the kind of its values.</summary>
internal sealed record SearchColumn(string Name, ColumnKind Kind)
{
    /// <summary>Whether a row may have no value.</summary>
    public bool IsNullable { get; init; }

    /// <summary>The expression by which rows are ordered.</summary>
    /// <remarks>A flag is an ENUM on MySQL: ordered by its place in the list, compared by its text. As a text it is both.</remarks>
    public string SortSql => Kind == ColumnKind.Flag ? $"CAST({Name} AS CHAR)" : Name;
}

/// <summary>How a column's values are read from a request and written to a reply.</summary>
internal enum ColumnKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A floating point number.</summary>
    Real,

    /// <summary>A moment, UTC.</summary>
    Time,

    /// <summary>True or False, stored as text.</summary>
    Flag,
}
