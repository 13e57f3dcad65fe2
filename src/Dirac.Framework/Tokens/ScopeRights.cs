using Dirac.Security.Identities;
using Dirac.Security.Tokens;

namespace Dirac.Framework.Tokens;

/// <summary>What a user gets of what scopes ask for, by the registry of the moment. Pure.</summary>
internal static class ScopeRights
{
    /// <summary>Decides. A property needs a group of the user in that VO which has it, whichever group the token names.</summary>
    public static RightsVerdict Decide(TokenScopes scopes, string userName, Registry registry)
    {
        if (!registry.IsActive(userName, scopes.Vo)) return new RightsVerdict.Refused($"{userName} is not an active user of {scopes.Vo}.");
        var group = scopes.Group ?? registry.DefaultGroupOf(userName, scopes.Vo);
        if (group is null) return new RightsVerdict.Refused($"{userName} is in no group of {scopes.Vo}.");
        if (registry.VoOfGroup(group) != scopes.Vo || !registry.IsMember(userName, group))
            return new RightsVerdict.Refused($"{userName} is not a member of the group {group} of {scopes.Vo}.");

        var allowed = new PropertySet(registry.GroupsOf(userName).Where(name => registry.VoOfGroup(name) == scopes.Vo).SelectMany(registry.PropertiesOf));
        var missing = scopes.Properties.Where(property => !allowed.Has(property)).ToList();
        return missing.Count > 0
            ? new RightsVerdict.Refused($"No group of {userName} in {scopes.Vo} has {string.Join(", ", missing)}; they have {allowed}.")
            : new RightsVerdict.Granted(new UserIdentity(userName, scopes.Vo, group, new PropertySet(registry.PropertiesOf(group).Concat(scopes.Properties))));
    }
}
