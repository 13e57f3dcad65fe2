using System.Collections.ObjectModel;
using System.Globalization;
using Dirac.Model.Errors;

namespace Dirac.Model.Jdl;

/// <summary>A job description in JDL: an ordered tree of named values.</summary>
/// <remarks>Immutable and thread-safe. Names are case-sensitive; an attribute given twice has its last value.</remarks>
public sealed class ClassAd
{
    /// <summary>The longest description that is read, in characters.</summary>
    public const int MaxLength = 10_000_000;

    /// <summary>How deep lists and nested descriptions may go, the outermost included.</summary>
    public const int MaxDepth = 10;

    private readonly OrderedDictionary<string, JdlValue> _attributes;

    internal ClassAd(OrderedDictionary<string, JdlValue> attributes) => _attributes = attributes;

    /// <summary>A description without attributes.</summary>
    public static ClassAd Empty { get; } = new([]);

    /// <summary>The attributes in the order in which they were first given.</summary>
    public IReadOnlyDictionary<string, JdlValue> Attributes => new ReadOnlyDictionary<string, JdlValue>(_attributes);

    /// <summary>Reads a description; the outer brackets may be missing.</summary>
    /// <param name="text">JDL text.</param>
    /// <exception cref="DiracException">
    /// <see cref="ErrorCode.BadJobDescription"/> with line and column, or <see cref="ErrorCode.TooLarge"/>.
    /// </exception>
    public static ClassAd Parse(string text) => ClassAdReader.Read(text);

    /// <summary>Whether there is an attribute of this name.</summary>
    /// <param name="name">Attribute name.</param>
    public bool Has(string name) => _attributes.ContainsKey(name);

    /// <summary>The value of an attribute, or null.</summary>
    /// <param name="name">Attribute name.</param>
    public JdlValue? Get(string name) => _attributes.GetValueOrDefault(name);

    /// <summary>The text of an attribute without any quotes, or null when it is absent.</summary>
    /// <param name="name">Attribute name.</param>
    public string? GetString(string name) => Get(name)?.Text;

    /// <summary>The attribute as an integer; null when it is absent or is none.</summary>
    /// <param name="name">Attribute name.</param>
    public long? GetInt(string name) =>
        long.TryParse(GetString(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The attribute as a number; null when it is absent or is none.</summary>
    /// <param name="name">Attribute name.</param>
    public double? GetDouble(string name) =>
        double.TryParse(GetString(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : null;

    /// <summary>Whether the attribute says <c>true</c>, in any case of letters.</summary>
    /// <param name="name">Attribute name.</param>
    public bool GetBool(string name) => string.Equals(GetString(name)?.Trim(), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The elements of a list; any other value is split at its commas. Empty elements are left out.</summary>
    /// <param name="name">Attribute name.</param>
    /// <returns>An element that is itself a list keeps its braces; empty when the attribute is absent.</returns>
    public IReadOnlyList<string> GetList(string name) => Get(name) switch
    {
        null => [],
        JdlList list => [.. list.Items.Select(item => item.Text).Where(text => text.Length > 0)],
        var value => value.Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
    };

    /// <summary>A nested description, or null when the attribute is absent or is none.</summary>
    /// <param name="name">Attribute name.</param>
    public ClassAd? GetAd(string name) => (Get(name) as JdlAd)?.Ad;

    /// <summary>This description with one attribute set.</summary>
    /// <param name="name">Attribute name.</param>
    /// <param name="value">The new value.</param>
    /// <exception cref="DiracException">The name cannot stand in JDL.</exception>
    public ClassAd With(string name, JdlValue value)
    {
        if (!ClassAdReader.IsName(name)) throw NotAName(name);
        return new ClassAd(new OrderedDictionary<string, JdlValue>(_attributes) { [name] = value });
    }

    /// <summary>This description with several attributes set; cheaper than one after the other.</summary>
    /// <param name="attributes">Names and values.</param>
    /// <exception cref="DiracException">A name cannot stand in JDL.</exception>
    public ClassAd With(params ReadOnlySpan<(string Name, JdlValue Value)> attributes)
    {
        var all = new OrderedDictionary<string, JdlValue>(_attributes.Count + attributes.Length);
        foreach (var (name, value) in _attributes) all.Add(name, value);
        foreach (var (name, value) in attributes)
        {
            if (!ClassAdReader.IsName(name)) throw NotAName(name);
            all[name] = value;
        }

        return new ClassAd(all);
    }

    /// <summary>Whether <paramref name="text"/> stands in any value, nested ones included.</summary>
    /// <param name="text">What to look for, such as a placeholder.</param>
    public bool Mentions(string text) => _attributes.Values.Any(value => Mentions(value, text));

    /// <summary>This description with one attribute set to a quoted string.</summary>
    /// <param name="name">Attribute name.</param>
    /// <param name="value">Text without double quotes and line breaks.</param>
    /// <exception cref="DiracException">The name or the text cannot stand in JDL.</exception>
    public ClassAd With(string name, string value) => With(name, new JdlString(value));

    /// <summary>This description with one attribute set to an integer.</summary>
    /// <param name="name">Attribute name.</param>
    /// <param name="value">The number.</param>
    public ClassAd With(string name, long value) => With(name, new JdlWord(value.ToString(CultureInfo.InvariantCulture)));

    /// <summary>This description with one attribute set to a list of quoted strings.</summary>
    /// <param name="name">Attribute name.</param>
    /// <param name="values">Texts without double quotes and line breaks.</param>
    /// <exception cref="DiracException">The name or a text cannot stand in JDL.</exception>
    public ClassAd With(string name, IEnumerable<string> values) =>
        With(name, new JdlList([.. values.Select(text => new JdlString(text))]));

    /// <summary>This description with one attribute set to a nested description.</summary>
    /// <param name="name">Attribute name.</param>
    /// <param name="value">The nested description.</param>
    public ClassAd With(string name, ClassAd value) => With(name, new JdlAd(value));

    /// <summary>This description without an attribute.</summary>
    /// <param name="name">Attribute name; nothing happens when it is absent.</param>
    public ClassAd Without(string name)
    {
        if (!Has(name)) return this;

        var rest = new OrderedDictionary<string, JdlValue>(_attributes);
        rest.Remove(name);
        return new ClassAd(rest);
    }

    /// <summary>The description as DIRAC writes it: names sorted, one list element a line.</summary>
    public override string ToString() => ClassAdWriter.Write(this);

    private static bool Mentions(JdlValue value, string text) => value switch
    {
        JdlList list => list.Items.Any(item => Mentions(item, text)),
        JdlAd nested => nested.Ad.Mentions(text),
        _ => value.Text.Contains(text, StringComparison.Ordinal),
    };

    private static DiracException NotAName(string name) => new(ErrorCode.BadJobDescription, $"'{name}' cannot be the name of a JDL attribute.");
}
