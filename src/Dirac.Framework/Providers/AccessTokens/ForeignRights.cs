using Dirac.Hosting.Rpc.Calling;
using Dirac.Security.Identities;

namespace Dirac.Framework.Providers.AccessTokens;

/// <summary>Decides who in the registry the holder of a provider's token is, and in which group. Pure.</summary>
internal static class ForeignRights
{
    /// <summary>The DN that DIRAC makes of a subject.</summary>
    private const string DnPrefix = "/O=DIRAC/CN=";

    /// <summary>Decides.</summary>
    /// <param name="token">What the token says.</param>
    /// <param name="vos">The VOs whose provider has made it.</param>
    /// <param name="wanted">The group asked for; null for the one that the token's scopes give, else the user's usual one.</param>
    /// <param name="registry">Users and groups.</param>
    /// <returns>The identity, of the first VO that has one, or null and why there is none.</returns>
    public static (RpcIdentity? Identity, string Reason) Decide(ForeignToken token, IReadOnlyList<ForeignVo> vos, string? wanted, Registry registry)
    {
        var reason = "nobody of the VOs of its provider has its subject";
        foreach (var vo in vos)
        {
            switch (vo.Subjects.UsersOf(token.Subject))
            {
                case []:
                    break;
                case [var user] when !registry.IsActive(user, vo.Name):
                    reason = $"{user} is suspended in {vo.Name}";
                    break;
                case [var user] when GroupOf(token, vo, user, wanted, registry) is { } group:
                    return (IdentityOf(token, vo.Name, user, group, registry), "");
                case [var user]:
                    reason = wanted is null ? $"{user} is in no group of {vo.Name}" : $"{user} is not in the group asked for";
                    break;
                default:
                    reason = $"several users of {vo.Name} have its subject";
                    break;
            }
        }

        return (null, reason);
    }

    private static string? GroupOf(ForeignToken token, ForeignVo vo, string user, string? wanted, Registry registry)
    {
        var given = GivenBy(token, vo, registry);
        if (wanted is not null) return registry.VoOfGroup(wanted) == vo.Name && (registry.IsMember(user, wanted) || given.Contains(wanted)) ? wanted : null;
        return given is [var first, ..] ? first : registry.DefaultGroupOf(user, vo.Name);
    }

    // As DIRAC: a group whose scopes are among the token's; else what the token says of the person's groups.
    private static IReadOnlyList<string> GivenBy(ForeignToken token, ForeignVo vo, Registry registry)
    {
        var byScope = registry.GroupsOfVo(vo.Name)
            .Where(group => registry.GroupOption(group, "IdPRole")?.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } scopes && scopes.All(token.Scopes.Contains))
            .ToList();
        return byScope.Count > 0 ? byScope : ClaimsToGroups.Decide(token.Groups, registry, vo.Name, vo.Provider.MapsGroupsByName);
    }

    private static RpcIdentity IdentityOf(ForeignToken token, string vo, string user, string group, Registry registry) => new(null, new Caller
    {
        Subject = $"{vo}:{token.Subject}",
        UserName = user,
        Vo = vo,
        Group = group,
        Properties = registry.PropertiesOf(group),
        TokenId = token.TokenId,
        ExpiresAt = token.ExpiresAt,
    })
    {
        Dn = DnPrefix + token.Subject,
    };
}
