namespace Dirac.Cli.LegacyNames.Python;

/// <summary>A value as Python knows it, so that it can be printed as Python prints it.</summary>
internal abstract record PythonValue
{
    /// <summary>The text <paramref name="text"/>.</summary>
    public static implicit operator PythonValue(string text) => new PythonString(text);

    /// <summary>The number <paramref name="number"/>.</summary>
    public static implicit operator PythonValue(long number) => new PythonNumber(number);
}

/// <summary><c>None</c>.</summary>
internal sealed record PythonNone : PythonValue;

/// <summary>A whole number.</summary>
/// <param name="Number">The number.</param>
internal sealed record PythonNumber(long Number) : PythonValue;

/// <summary>A text.</summary>
/// <param name="Text">The text.</param>
internal sealed record PythonString(string Text) : PythonValue;

/// <summary>A <c>datetime</c> without a time zone.</summary>
/// <param name="Time">The time, UTC; read to the second, as DIRAC's columns keep it.</param>
internal sealed record PythonMoment(DateTime Time) : PythonValue;

/// <summary>A list.</summary>
/// <param name="Items">What is in it.</param>
internal sealed record PythonList(IReadOnlyList<PythonValue> Items) : PythonValue;

/// <summary>A tuple.</summary>
/// <param name="Items">What is in it.</param>
internal sealed record PythonTuple(IReadOnlyList<PythonValue> Items) : PythonValue;

/// <summary>A dictionary.</summary>
/// <param name="Items">Keys and values in their order; keys are all texts or all numbers.</param>
internal sealed record PythonDict(IReadOnlyList<KeyValuePair<PythonValue, PythonValue>> Items) : PythonValue;
