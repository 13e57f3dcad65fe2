using Dirac.Security.Identities;

namespace Dirac.Framework.Tokens;

/// <summary>What a login asks for: one VO, at most one group, and properties. Immutable.</summary>
/// <param name="Vo">Virtual organisation.</param>
/// <param name="Group">DIRAC group of that VO; null for the user's usual one.</param>
/// <param name="Properties">Properties wanted besides the group's.</param>
internal sealed record TokenScopes(string Vo, string? Group, IReadOnlyList<string> Properties)
{
    /// <summary>The longest text of scopes.</summary>
    public const int Longest = 1_024;

    private const string VoPrefix = "vo:";
    private const string GroupPrefix = "group:";
    private const string PropertyPrefix = "property:";

    /// <summary>Reads scopes separated by blanks. What a user may have is another question: <see cref="ScopeRights"/>.</summary>
    public static ScopeVerdict Parse(string text, Registry registry)
    {
        if (text.Length > Longest) return Refuse($"The scope is longer than {Longest} characters.");
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).ToList();
        var (vos, groups, properties) = (After(words, VoPrefix), After(words, GroupPrefix), After(words, PropertyPrefix));
        if (vos.Count + groups.Count + properties.Count < words.Count) return Refuse("The scope has a word that is not vo:, group: or property: with a name.");
        if (vos.Count == 0) return Refuse($"The scope names no VO; one of these is needed: {string.Join(", ", registry.Vos.Select(vo => VoPrefix + vo))}.");
        if (vos.Count > 1) return Refuse("The scope names more than one VO.");
        if (groups.Count > 1) return Refuse("The scope names more than one group.");
        if (!registry.Vos.Contains(vos[0], StringComparer.Ordinal)) return Refuse("The VO of the scope is not known to this installation.");
        if (groups is [var group] && registry.VoOfGroup(group) != vos[0]) return Refuse($"The group of the scope is none of {vos[0]}.");
        return properties.All(KnownProperties(registry).Has)
            ? new ScopeVerdict.Accepted(new TokenScopes(vos[0], groups.SingleOrDefault(), properties))
            : Refuse("The scope has a property that is not known to this installation.");
    }

    private static List<string> After(List<string> words, string prefix) =>
        [.. words.Where(word => word.Length > prefix.Length && word.StartsWith(prefix, StringComparison.Ordinal)).Select(word => word[prefix.Length..])];

    private static PropertySet KnownProperties(Registry registry) => new(registry.Groups.SelectMany(registry.PropertiesOf));

    private static ScopeVerdict.Refused Refuse(string reason) => new(reason);
}
