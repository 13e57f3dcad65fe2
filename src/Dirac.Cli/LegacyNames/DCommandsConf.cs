namespace Dirac.Cli.LegacyNames;

/// <summary>The file of defaults of the short commands, as Python's <c>configparser</c> reads it.</summary>
internal sealed class DCommandsConf
{
    private const string EverySection = "DEFAULT";
    private readonly OrderedDictionary<string, Dictionary<string, string>> _sections = new(StringComparer.Ordinal);

    /// <summary>Reads the text of such a file.</summary>
    /// <param name="text">The text: sections in brackets, <c>name = value</c> or <c>name: value</c>, further lines of a value indented, comments after # or ;.</param>
    public static DCommandsConf Parse(string text)
    {
        var conf = new DCommandsConf();
        var (section, name) = (conf.Section(EverySection), (string?)null);
        foreach (var line in text.Split('\n').Select(line => line.TrimEnd()))
        {
            var bare = line.Trim();
            if (bare.Length == 0 || bare[0] is '#' or ';') continue;
            if (char.IsWhiteSpace(line[0]) && name is not null) section[name] = $"{section[name]}\n{bare}";
            else if (bare is ['[', .. var title, ']']) (section, name) = (conf.Section(title), null);
            else name = Add(section, bare);
        }

        return conf;
    }

    /// <summary>The values for somebody who works as a group: those of <c>[global]</c>, and over them those of the first section with that <c>group_name</c>.</summary>
    /// <param name="group">The group.</param>
    public IReadOnlyDictionary<string, string> For(string group)
    {
        var own = _sections.FirstOrDefault(section => section.Key != EverySection && section.Value.GetValueOrDefault("group_name") == group).Value;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var section in new[] { _sections.GetValueOrDefault(EverySection), _sections.GetValueOrDefault("global"), own }.OfType<Dictionary<string, string>>())
        {
            foreach (var (name, value) in section) values[name] = value.Replace("%%", "%", StringComparison.Ordinal);
        }

        return values;
    }

    private static string Add(Dictionary<string, string> section, string line)
    {
        var end = line.IndexOfAny(['=', ':']);
        var name = (end < 0 ? line : line[..end]).Trim().ToLowerInvariant();
        section[name] = end < 0 ? "" : line[(end + 1)..].Trim();
        return name;
    }

    private Dictionary<string, string> Section(string title)
    {
        if (!_sections.TryGetValue(title, out var section)) _sections[title] = section = new(StringComparer.Ordinal);
        return section;
    }
}
