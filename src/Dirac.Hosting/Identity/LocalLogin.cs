using Dirac.Hosting.Configuration;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Security.Identities;
using Dirac.Security.Local;
using Dirac.Security.Tokens;

namespace Dirac.Hosting.Identity;

/// <summary>Exchanges the local secret for a token of the local user.</summary>
internal sealed class LocalLogin
{
    private readonly LocalIdentityKeeper _keeper;
    private readonly IConfigurationSnapshots _snapshots;
    private readonly TokenIssuer _issuer;
    private readonly LoginThrottle _throttle;

    public LocalLogin(LocalIdentityKeeper keeper, IConfigurationSnapshots snapshots, TokenIssuer issuer, LoginThrottle throttle)
    {
        _keeper = keeper;
        _snapshots = snapshots;
        _issuer = issuer;
        _throttle = throttle;
    }

    /// <summary>A token for the group wanted, or the user's default one.</summary>
    /// <exception cref="DiracException">NotAuthenticated: wrong secret; TooManyRequests: many wrong ones; NotFound: no local identity here;
    /// NotAuthorized: the user is suspended or not in the group.</exception>
    public IssuedToken Login(LocalLoginRequest request)
    {
        var identity = _keeper.Current
            ?? throw new DiracException(ErrorCode.NotFound, "This server offers no local login.", "Log in with: dirac login.");
        // The right secret is never throttled: another user of the machine cannot lock the owner out by guessing.
        if (!identity.Accepts(request.Secret))
            throw _throttle.Refuse();
        return _issuer.Issue(Resolve(identity, request.Group));
    }

    private UserIdentity Resolve(LocalIdentity identity, string? wanted)
    {
        var registry = _snapshots.Current.Registry;
        if (!registry.IsActive(identity.User, identity.Vo))
            throw new DiracException(ErrorCode.NotAuthorized, $"{identity.User} is not an active user of {identity.Vo} in the configuration.", "Add the user to /Registry/Users and to a group.");

        var group = wanted ?? registry.DefaultGroupOf(identity.User, identity.Vo);
        if (group is null || registry.VoOfGroup(group) != identity.Vo || !registry.IsMember(identity.User, group))
            throw NotMember(registry, identity, group);
        return new UserIdentity(identity.User, identity.Vo, group, registry.PropertiesOf(group));
    }

    private static DiracException NotMember(Registry registry, LocalIdentity identity, string? group)
    {
        var groups = registry.GroupsOf(identity.User).Where(name => registry.VoOfGroup(name) == identity.Vo).ToList();
        return new DiracException(
            ErrorCode.NotAuthorized,
            group is null ? $"{identity.User} is in no group of {identity.Vo}." : $"{identity.User} is not in a group {group} of {identity.Vo}.",
            groups.Count > 0 ? $"Ask for one of: {string.Join(", ", groups)}." : "Add the user to a group in /Registry/Groups.");
    }
}
