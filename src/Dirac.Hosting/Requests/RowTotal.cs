namespace Dirac.Hosting.Requests;

/// <summary>How many rows there are on all pages, as far as that is known.</summary>
/// <param name="Rows">The number, or a number there are at least; null when nobody counted.</param>
/// <param name="IsExact">Whether there are just so many.</param>
public readonly record struct RowTotal(long? Rows, bool IsExact)
{
    /// <summary>Nobody counted.</summary>
    public static RowTotal Unknown { get; } = new(null, false);

    /// <summary>Just so many.</summary>
    public static RowTotal Exactly(long rows) => new(rows, true);

    /// <summary>So many or more.</summary>
    public static RowTotal AtLeast(long rows) => new(rows, false);
}
