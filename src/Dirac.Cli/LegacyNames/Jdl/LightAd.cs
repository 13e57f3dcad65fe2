using System.Text;

namespace Dirac.Cli.LegacyNames.Jdl;

/// <summary>A description as DIRAC's clients see it: names and the raw text of their values, without regard to quotes.</summary>
/// <remarks>The service reads descriptions by grammar (<see cref="Dirac.Model.Jdl.ClassAd"/>); this one only shows and changes what DIRAC's clients show and change.</remarks>
internal sealed class LightAd
{
    private readonly OrderedDictionary<string, string> _attributes = new(StringComparer.Ordinal);

    /// <summary>Names and values, in their order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Attributes => [.. _attributes];

    /// <summary>Reads a description; what is none gives an empty one.</summary>
    /// <param name="text">The text; brackets around it may be missing.</param>
    public static LightAd Parse(string text)
    {
        var ad = new LightAd();
        var trimmed = text.Contains('[', StringComparison.Ordinal) ? text.Trim() : $"[{text}]";
        if (trimmed is ['[', .., ']']) ad.Read(trimmed[1..^1]);
        return ad;
    }

    /// <summary>The raw value of an attribute, or null.</summary>
    /// <param name="name">Its name.</param>
    public string? Get(string name) => _attributes.GetValueOrDefault(name);

    /// <summary>The value of an attribute without its quotes, or null.</summary>
    /// <param name="name">Its name.</param>
    public string? GetText(string name) => Get(name)?.Replace("\"", "", StringComparison.Ordinal);

    /// <summary>Sets a raw value.</summary>
    /// <param name="name">Attribute.</param>
    /// <param name="value">The value as it stands in a description.</param>
    public void Set(string name, string value) => _attributes[name] = value;

    /// <summary>Sets a text.</summary>
    /// <param name="name">Attribute.</param>
    /// <param name="text">The text; put between quotes.</param>
    public void SetText(string name, string text) => Set(name, $"\"{text}\"");

    /// <summary>Sets a list of texts.</summary>
    /// <param name="name">Attribute.</param>
    /// <param name="texts">The texts; each put between quotes.</param>
    public void SetTexts(string name, IEnumerable<string> texts) => Set(name, $"{{{string.Join(',', texts.Select(text => $"\"{text}\""))}}}");

    /// <summary>The items of a list without their quotes; none when the attribute is no list.</summary>
    /// <param name="name">Attribute.</param>
    public IReadOnlyList<string> GetTexts(string name) => Get(name)?.Trim() is ['{', .. var inner, '}']
        ? [.. inner.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(item => item.Trim('"'))]
        : [];

    /// <summary>A copy.</summary>
    public LightAd Copy()
    {
        var copy = new LightAd();
        foreach (var (name, value) in _attributes) copy.Set(name, value);
        return copy;
    }

    /// <summary>The description in the layout of DIRAC's clients: sorted, lists and nested descriptions below their names.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (name, value) in _attributes.OrderBy(attribute => attribute.Key, StringComparer.Ordinal))
        {
            if (value.StartsWith('{')) AppendList(text, name, value);
            else if (value.StartsWith('[')) AppendNested(text, name, value);
            else text.Append($"    {name} = {value};\n");
        }

        if (text.Length > 0) text.Length--;
        return $"[ \n{text}\n]";
    }

    private static void AppendList(StringBuilder text, string name, string value)
    {
        var items = value[1..^1].Split(',').Select(item => $"            {item.Trim()}");
        text.Append($"    {name} = \n        {{\n{string.Join(",\n", items)}\n        }};\n");
    }

    private static void AppendNested(StringBuilder text, string name, string value)
    {
        text.Append($"    {name} = \n");
        foreach (var line in $"{Parse(value)};".Split('\n')) text.Append($"        {line}\n");
    }

    private void Read(string body)
    {
        for (var at = 0; body.IndexOf('=', at) is var equals && equals >= 0;)
        {
            var end = EndOfValue(body, equals + 1);
            var value = body[(equals + 1)..end].Trim().Replace("\n", "", StringComparison.Ordinal);
            // compat: a name without a value makes the whole description unreadable.
            if (value.Length == 0 && end < body.Length && end == equals + 1)
            {
                _attributes.Clear();
                return;
            }

            Set(body[at..equals].Trim(), value);
            at = Math.Min(body.Length, end < body.Length && body[end] == ';' ? end + 1 : end);
        }
    }

    private static int EndOfValue(string body, int start)
    {
        var semicolon = body.IndexOf(';', start);
        var bracket = body.IndexOf('[', start);
        if (bracket < 0 || (semicolon >= 0 && semicolon < bracket)) return semicolon < 0 ? body.Length : semicolon;
        var depth = 0;
        for (var at = bracket; at < body.Length; at++)
        {
            if (body[at] == '[') depth++;
            if (body[at] == ']' && --depth == 0) return at + 1;
        }

        return body.Length;
    }
}
