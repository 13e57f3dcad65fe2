namespace Dirac.Model.Configuration;

/// <summary>Options and sections by path.</summary>
public sealed class CfgSection
{
    private readonly SortedDictionary<string, string> _options = new(StringComparer.Ordinal);

    /// <summary>Sets an option.</summary>
    public CfgSection With(string path, string value)
    {
        var copy = new CfgSection();
        foreach (var (key, old) in _options)
            copy._options[key] = old;
        copy._options[path] = value;
        return copy;
    }

    /// <summary>Reads an option.</summary>
    public string? GetOption(string path) => _options.GetValueOrDefault(path);

    /// <summary>Reads a list.</summary>
    public IReadOnlyList<string> GetList(string path) =>
        GetOption(path)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>Lists sections.</summary>
    public IReadOnlyList<string> SectionNames(string path) =>
        [.. _options.Keys.Where(key => key.StartsWith(path + "/", StringComparison.Ordinal)).Select(key => key[(path.Length + 1)..].Split('/')).Where(parts => parts.Length > 1).Select(parts => parts[0]).Distinct()];
}
