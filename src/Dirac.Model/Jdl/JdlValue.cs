using Dirac.Model.Errors;

namespace Dirac.Model.Jdl;

/// <summary>A value in a job description: a string, an unquoted text, a list or a nested description.</summary>
/// <remarks>Immutable. The family is closed: switch over its four kinds.</remarks>
public abstract record JdlValue
{
    private protected JdlValue()
    {
    }

    /// <summary>The value without quotes, on one line; what DIRAC's readers take for its text.</summary>
    public abstract string Text { get; }

    /// <inheritdoc/>
    public sealed override string ToString() => ClassAdWriter.Write(this);
}

/// <summary>A quoted string.</summary>
public sealed record JdlString : JdlValue
{
    /// <summary>Makes a string of <paramref name="text"/>.</summary>
    /// <param name="text">The text without its quotes; it may contain neither a double quote nor a line break.</param>
    /// <exception cref="DiracException">The text cannot be written in JDL, which has no escapes.</exception>
    public JdlString(string text)
    {
        if (text.AsSpan().ContainsAny('"', '\n', '\r'))
        {
            throw new DiracException(
                ErrorCode.BadJobDescription,
                "A JDL string can hold neither a double quote nor a line break.",
                "Use single quotes, or put the text into a file of the input sandbox.");
        }

        Text = text;
    }

    /// <inheritdoc/>
    public override string Text { get; }
}

/// <summary>A number, <c>true</c>, <c>false</c>, a bare word, or an expression that is kept as it was written.</summary>
public sealed record JdlWord : JdlValue
{
    internal JdlWord(string source) => Source = source;

    /// <summary>A whole number.</summary>
    /// <param name="number">The number.</param>
    public static JdlWord Of(long number) => new(number.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>The value as written.</summary>
    public string Source { get; }

    /// <inheritdoc/>
    public override string Text => Source.Replace("\"", "", StringComparison.Ordinal);
}

/// <summary>A list in braces.</summary>
/// <param name="Items">The elements in order.</param>
public sealed record JdlList(IReadOnlyList<JdlValue> Items) : JdlValue
{
    /// <inheritdoc/>
    public override string Text => "{" + string.Join(",", Items.Select(item => item.Text)) + "}";
}

/// <summary>A nested description in brackets.</summary>
/// <param name="Ad">The description.</param>
public sealed record JdlAd(ClassAd Ad) : JdlValue
{
    /// <inheritdoc/>
    public override string Text =>
        "[" + string.Concat(Ad.Attributes.Select(attribute => $"{attribute.Key}={attribute.Value.Text};")) + "]";
}
