using Dirac.Security.Identities;

namespace Dirac.Framework.Providers;

/// <summary>Decides to which DIRAC groups of a VO somebody belongs by what the provider says. Pure.</summary>
/// <remarks>
/// <c>/Registry/Groups/GROUP/IdPRole</c> is DIRAC's option: scopes, all of which are needed, written <c>CLAIM:VALUE</c> or <c>CLAIM?value=VALUE</c>. A value
/// alone may be in any claim. Values are compared letter by letter, but a slash before a group's path and, when IdPRole names none, the authority after
/// <c>#</c> of an entitlement make no difference.
/// </remarks>
internal static class ClaimsToGroups
{
    private const string Role = "IdPRole";

    /// <summary>Whether the provider has a say in the groups of <paramref name="vo"/> at all.</summary>
    public static bool MatterIn(Registry registry, string vo, bool byName) => byName || registry.GroupsOfVo(vo).Any(group => registry.GroupOption(group, Role) is not null);

    /// <summary>The groups of <paramref name="vo"/> that <paramref name="claims"/> give, in the order of the configuration.</summary>
    /// <param name="claims">What the provider says.</param>
    /// <param name="registry">The groups and their <c>IdPRole</c>.</param>
    /// <param name="vo">The VO whose provider it is; groups of others are never given.</param>
    /// <param name="byName">Whether a group <c>VO_NAME</c> without <c>IdPRole</c> is given to members of <c>/VO/NAME</c>, as DIRAC names its scopes.</param>
    public static IReadOnlyList<string> Decide(GroupClaims claims, Registry registry, string vo, bool byName) =>
        claims.IsEmpty ? [] : [.. registry.GroupsOfVo(vo).Where(group => IsGiven(claims, registry.GroupOption(group, Role), group, vo, byName))];

    private static bool IsGiven(GroupClaims claims, string? role, string group, string vo, bool byName)
    {
        var wanted = role?.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (wanted.Length > 0) return wanted.All(scope => IsHeld(claims, scope));
        return byName && role is null && group.StartsWith(vo + "_", StringComparison.Ordinal) && IsHeldByName(claims, vo, group[(vo.Length + 1)..]);
    }

    private static bool IsHeld(GroupClaims claims, string scope)
    {
        foreach (var name in GroupClaims.Names)
        {
            foreach (var separator in (string[])[":", "?value="])
            {
                if (scope.StartsWith(name + separator, StringComparison.Ordinal)) return IsIn(claims, name, scope[(name.Length + separator.Length)..]);
            }
        }

        return GroupClaims.Names.Any(name => IsIn(claims, name, scope));
    }

    private static bool IsHeldByName(GroupClaims claims, string vo, string part)
    {
        var path = $"{vo}/{part}";
        var role = $":group:{vo}:role={part}";
        return IsIn(claims, GroupClaims.Wlcg, path) || IsIn(claims, GroupClaims.Plain, path)
            || claims.Of(GroupClaims.Entitlement).Concat(claims.Of(GroupClaims.Entitlements)).Any(value => WithoutAuthority(value).EndsWith(role, StringComparison.Ordinal));
    }

    private static bool IsIn(GroupClaims claims, string name, string wanted)
    {
        if (name is not (GroupClaims.Wlcg or GroupClaims.Plain))
            return wanted.Length > 0 && claims.Of(name).Any(value => value == wanted || (!wanted.Contains('#') && WithoutAuthority(value) == wanted));
        var path = wanted.TrimStart('/');
        return path.Length > 0 && claims.Of(name).Any(value => value.TrimStart('/') == path);
    }

    private static string WithoutAuthority(string entitlement) => entitlement.Split('#', 2)[0];
}
