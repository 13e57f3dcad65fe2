namespace Dirac.Workload.Jobs.Search;

/// <summary>A column that may be searched, with the kind of its values.</summary>
internal sealed record SearchColumn(string Name, ColumnKind Kind);

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
