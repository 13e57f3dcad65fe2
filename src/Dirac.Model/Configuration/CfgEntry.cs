namespace Dirac.Model.Configuration;

/// <summary>An option or a section in a configuration tree.</summary>
/// <remarks>Immutable. The family is closed: <see cref="CfgOption"/> and <see cref="CfgSection"/>.</remarks>
public abstract class CfgEntry
{
    private protected CfgEntry(string comment) => Comment = comment;

    /// <summary>The comment lines above the entry, without <c>#</c>, joined by line feeds; empty when there are none.</summary>
    public string Comment { get; }
}

/// <summary>A named text.</summary>
public sealed class CfgOption : CfgEntry
{
    internal CfgOption(string value, string comment = "")
        : base(comment) => Value = value;

    /// <summary>The value; lists are joined by commas.</summary>
    public string Value { get; }
}
