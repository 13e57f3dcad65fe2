using System.Collections.ObjectModel;
using System.Globalization;
using Dirac.Model.Errors;

namespace Dirac.Model.Configuration;

/// <summary>A section of DIRAC's configuration: an ordered tree of options and sections.</summary>
/// <remarks>
/// Immutable and thread-safe. Paths are names joined by <c>/</c>, relative to this section; a leading <c>/</c> changes nothing.
/// Names are case-sensitive. Values are text; the readers below convert.
/// </remarks>
public sealed class CfgSection : CfgEntry
{
    /// <summary>How deep sections may be nested.</summary>
    public const int MaxDepth = 64;

    private readonly OrderedDictionary<string, CfgEntry> _entries;

    internal CfgSection(OrderedDictionary<string, CfgEntry> entries, string comment = "")
        : base(comment) => _entries = entries;

    /// <summary>A section without entries.</summary>
    public static CfgSection Empty { get; } = new([]);

    /// <summary>The entries in the order in which they are written.</summary>
    public IReadOnlyDictionary<string, CfgEntry> Entries => new ReadOnlyDictionary<string, CfgEntry>(_entries);

    /// <summary>An option's value, or null when there is no such option.</summary>
    /// <param name="path">For example <c>/Registry/Users/ann/DN</c>.</param>
    public string? GetOption(string path) => (Find(path) as CfgOption)?.Value;

    /// <summary>An option's value, or <paramref name="fallback"/> when there is no such option or it is empty.</summary>
    /// <param name="path">Path of the option.</param>
    /// <param name="fallback">What to take instead.</param>
    public string GetOption(string path, string fallback) => GetOption(path) is { Length: > 0 } value ? value : fallback;

    /// <summary>An option's elements: split at commas, trimmed, empty ones left out; empty when there is no such option.</summary>
    /// <param name="path">Path of the option.</param>
    public IReadOnlyList<string> GetList(string path) =>
        GetOption(path)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>Whether an option says y, yes, true or 1, in any case; <paramref name="fallback"/> when it is absent or empty.</summary>
    /// <param name="path">Path of the option.</param>
    /// <param name="fallback">What an absent option means.</param>
    public bool GetBool(string path, bool fallback = false) => GetOption(path)?.Trim().ToUpperInvariant() switch
    {
        null or "" => fallback,
        "Y" or "YES" or "TRUE" or "1" => true,
        _ => false,
    };

    /// <summary>An option as an integer, or <paramref name="fallback"/> when it is absent or empty.</summary>
    /// <param name="path">Path of the option.</param>
    /// <param name="fallback">What an absent option means.</param>
    /// <exception cref="DiracException"><see cref="ErrorCode.BadRequest"/>: the option is not a whole number.</exception>
    public int GetInt(string path, int fallback)
    {
        var text = GetOption(path);
        if (string.IsNullOrWhiteSpace(text)) return fallback;

        return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new DiracException(
                ErrorCode.BadRequest, $"Option {path} must be a whole number, not '{text}'.", "Correct it in the configuration.");
    }

    /// <summary>A section, or null when there is none at the path. An empty path is this section.</summary>
    /// <param name="path">Path of the section.</param>
    public CfgSection? GetSection(string path) => Find(path) as CfgSection;

    /// <summary>The names of the sections in a section, in order; empty when there is no such section.</summary>
    /// <param name="path">Path of the section.</param>
    public IReadOnlyList<string> SectionNames(string path) => NamesOf<CfgSection>(path);

    /// <summary>The names of the options in a section, in order; empty when there is no such section.</summary>
    /// <param name="path">Path of the section.</param>
    public IReadOnlyList<string> OptionNames(string path) => NamesOf<CfgOption>(path);

    /// <summary>This tree with one option set; missing sections are made, its comment is kept.</summary>
    /// <param name="path">Path of the option.</param>
    /// <param name="value">The new value, on one line.</param>
    /// <exception cref="DiracException"><see cref="ErrorCode.BadRequest"/>: the path or value cannot stand in a configuration.</exception>
    public CfgSection With(string path, string value)
    {
        if (value.AsSpan().ContainsAny('\n', '\r')) throw Unwritable($"The value of {path} must be on one line.");

        return Changed(path, old => new CfgOption(value.Trim(), old?.Comment ?? ""));
    }

    /// <summary>This tree with one section put in place of whatever is at the path.</summary>
    /// <param name="path">Path of the section.</param>
    /// <param name="section">The new section.</param>
    /// <exception cref="DiracException"><see cref="ErrorCode.BadRequest"/>: the path cannot stand in a configuration.</exception>
    public CfgSection With(string path, CfgSection section) =>
        Changed(path, old => new CfgSection(section._entries, section.Comment.Length > 0 ? section.Comment : old?.Comment ?? ""));

    /// <summary>This tree without the option or section at a path.</summary>
    /// <param name="path">Path of the entry; nothing happens when there is none.</param>
    public CfgSection Without(string path) => Find(path) is null || Split(path).Length == 0 ? this : Changed(path, _ => null);

    internal CfgSection WithComment(string comment) => new(_entries, comment);

    /// <summary>The tree as text, see <see cref="Cfg.Write"/>.</summary>
    public override string ToString() => Cfg.Write(this);

    private CfgEntry? Find(string path)
    {
        CfgEntry? entry = this;
        foreach (var name in Split(path))
        {
            entry = (entry as CfgSection)?._entries.GetValueOrDefault(name);
        }

        return entry;
    }

    private List<string> NamesOf<TEntry>(string path) =>
        GetSection(path) is { } section ? [.. section._entries.Where(entry => entry.Value is TEntry).Select(entry => entry.Key)] : [];

    private CfgSection Changed(string path, Func<CfgEntry?, CfgEntry?> change)
    {
        var names = Split(path);
        if (names.Length is 0 or > MaxDepth || !names.All(CfgReader.IsName)) throw Unwritable($"'{path}' cannot be a path in a configuration.");

        return Changed(names, change);
    }

    private CfgSection Changed(ReadOnlySpan<string> names, Func<CfgEntry?, CfgEntry?> change)
    {
        var old = _entries.GetValueOrDefault(names[0]);
        var replaced = names.Length == 1 ? change(old) : ((old as CfgSection) ?? Empty).Changed(names[1..], change);
        var entries = new OrderedDictionary<string, CfgEntry>(_entries, StringComparer.Ordinal);
        if (replaced is null)
        {
            entries.Remove(names[0]);
        }
        else
        {
            entries[names[0]] = replaced;
        }

        return new CfgSection(entries, Comment);
    }

    private static string[] Split(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    private static DiracException Unwritable(string message) => new(ErrorCode.BadRequest, message);
}
