namespace Dirac.Cli.LegacyNames.Python;

/// <summary>The order of keys: numbers by value, texts by their characters.</summary>
internal sealed class PythonKeys : IComparer<PythonValue>
{
    /// <summary>The only one.</summary>
    public static PythonKeys Order { get; } = new();

    /// <inheritdoc/>
    public int Compare(PythonValue? x, PythonValue? y) => (x, y) switch
    {
        (PythonNumber one, PythonNumber other) => one.Number.CompareTo(other.Number),
        (PythonString one, PythonString other) => CompareTexts(one.Text, other.Text),
        _ => 0,
    };

    // By code point; UTF-16 would put surrogates before U+E000 and what follows.
    private static int CompareTexts(string one, string other)
    {
        using var left = one.EnumerateRunes().GetEnumerator();
        using var right = other.EnumerateRunes().GetEnumerator();
        while (true)
        {
            var (more, moreThere) = (left.MoveNext(), right.MoveNext());
            if (!more || !moreThere) return more.CompareTo(moreThere);
            if (left.Current.CompareTo(right.Current) is var order && order != 0) return order;
        }
    }
}
