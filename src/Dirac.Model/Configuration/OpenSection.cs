using System.Text;

namespace Dirac.Model.Configuration;

/// <summary>A section while its text is being read; it may be opened several times.</summary>
internal sealed class OpenSection
{
    private readonly OrderedDictionary<string, CfgEntry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OpenSection> _inner = new(StringComparer.Ordinal);

    // Values under construction by +=; joined once at the end, since a list may have a million lines.
    private readonly Dictionary<string, StringBuilder> _appended = new(StringComparer.Ordinal);

    private OpenSection(string name, int line) => (Name, Line) = (name, line);

    public string Name { get; }

    /// <summary>The line on which the section was first opened.</summary>
    public int Line { get; }

    private string Comment { get; set; } = "";

    public static OpenSection Root() => new("", 0);

    /// <summary>Sets or, with <paramref name="appends"/>, lengthens an option.</summary>
    /// <returns>False when the name is a section's.</returns>
    public bool SetOption(string name, ReadOnlySpan<char> value, bool appends, string comment)
    {
        var old = _entries.GetValueOrDefault(name);
        if (old is not (null or CfgOption)) return false;

        var kept = comment.Length > 0 ? comment : old?.Comment ?? "";
        if (!appends || old is not CfgOption earlier)
        {
            _appended.Remove(name);
            _entries[name] = new CfgOption(value.ToString(), kept);
            return true;
        }

        if (!_appended.TryGetValue(name, out var text)) _appended[name] = text = new StringBuilder(earlier.Value);
        text.Append(", ").Append(value);
        return true;
    }

    /// <summary>The section of this name, new or opened again; null when the name is an option's.</summary>
    public OpenSection? Enter(string name, int line, string comment)
    {
        if (_entries.ContainsKey(name) && !_inner.ContainsKey(name)) return null;

        if (!_inner.TryGetValue(name, out var section))
        {
            _inner[name] = section = new OpenSection(name, line);
            _entries[name] = CfgSection.Empty;
        }

        if (comment.Length > 0) section.Comment = comment;
        return section;
    }

    /// <summary>The finished tree.</summary>
    public CfgSection Finish()
    {
        foreach (var (name, text) in _appended) _entries[name] = new CfgOption(text.ToString(), _entries[name].Comment);
        foreach (var (name, section) in _inner) _entries[name] = section.Finish();
        return new CfgSection(_entries, Comment);
    }
}
