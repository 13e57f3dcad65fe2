using Dirac.Security.Identities;

namespace Dirac.Security.Calls;

/// <summary>Who may call a method: a list of properties, <c>group:</c> and <c>vo:</c> entries as the configuration writes it. Immutable.</summary>
/// <remarks>An empty list lets everybody in, as a list without properties does for the groups it names. Source: DIRAC's AuthManager.</remarks>
public sealed class CallRule
{
    private const string GroupPrefix = "group:";
    private const string VoPrefix = "vo:";

    private readonly IReadOnlyList<string> _groups;
    private readonly IReadOnlyList<string> _vos;
    private readonly bool _authenticated;

    /// <summary>Reads a list.</summary>
    public CallRule(params IReadOnlyList<string> entries)
    {
        Entries = entries;
        _groups = [.. After(entries, GroupPrefix)];
        _vos = [.. After(entries, VoPrefix)];
        Properties = [.. entries.Where(entry => !entry.StartsWith(GroupPrefix, StringComparison.Ordinal) && !entry.StartsWith(VoPrefix, StringComparison.Ordinal))];
        IsOpen = Properties.Count == 0 || Has("any") || Has("all");
        _authenticated = Has("authenticated");
    }

    /// <summary>The list as it was given.</summary>
    public IReadOnlyList<string> Entries { get; }

    /// <summary>What is left of it without groups and VOs.</summary>
    internal IReadOnlyList<string> Properties { get; }

    /// <summary>Whether a caller whom nobody knows may pass.</summary>
    internal bool IsOpen { get; }

    /// <summary>Whether groups or VOs are named, so that a caller must be in one of them.</summary>
    internal bool NamesGroups => _groups.Count > 0 || _vos.Count > 0;

    /// <summary>Whether it is enough to be known to the registry.</summary>
    internal bool TakesAnyKnown => IsOpen || _authenticated;

    /// <summary>Whether <paramref name="group"/> is one of those the rule names, if it names any.</summary>
    internal bool AllowsGroup(string group, GridRegistry registry) =>
        !NamesGroups || _groups.Contains(group, StringComparer.Ordinal) || _vos.Any(vo => registry.IsOfVo(group, vo));

    /// <summary>Those of <paramref name="properties"/> that the rule names, in the rule's spelling.</summary>
    internal IReadOnlyList<string> Matching(IReadOnlyList<string> properties) =>
        [.. properties.Select(property => Properties.LastOrDefault(entry => string.Equals(entry, property, StringComparison.OrdinalIgnoreCase))).OfType<string>()];

    private static IEnumerable<string> After(IReadOnlyList<string> entries, string prefix) =>
        entries.Where(entry => entry.StartsWith(prefix, StringComparison.Ordinal)).Select(entry => entry[prefix.Length..].Trim());

    private bool Has(string word) => Properties.Contains(word, StringComparer.OrdinalIgnoreCase);
}
