namespace Dirac.Persistence;

/// <summary>A row of a result while it is read: good until the next one comes. Columns are counted from 0, in the order of the SELECT. Not thread-safe.</summary>
public interface IRow
{
    /// <summary>How many columns it has.</summary>
    int Columns { get; }

    /// <summary>The name of a column as the SELECT gives it.</summary>
    /// <param name="column">The column.</param>
    string Name(int column);

    /// <summary>Whether there is no value.</summary>
    /// <param name="column">The column.</param>
    bool IsNull(int column);

    /// <summary>A whole number; 0 when there is no value.</summary>
    /// <param name="column">The column.</param>
    long Number(int column);

    /// <summary>A floating point number; 0 when there is no value.</summary>
    /// <param name="column">The column.</param>
    double Real(int column);

    /// <summary>A text as UTF-8, a DATETIME as <c>yyyy-MM-dd HH:mm:ss</c>; empty when there is no value. Good until the next call.</summary>
    /// <param name="column">The column.</param>
    ReadOnlySpan<byte> Text(int column);
}
