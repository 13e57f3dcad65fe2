using Dirac.Security.Identities;

namespace Dirac.Security.Calls;

/// <summary>Decides whether a call is allowed, and as whom it is made. Pure.</summary>
/// <remarks>Source: DIRAC's AuthManager, without its defect of forgetting the groups of a rule after the first call.</remarks>
public static class CallAuthorization
{
    /// <summary>Judges one call.</summary>
    /// <param name="rule">Who may call.</param>
    /// <param name="credentials">What the caller brought.</param>
    /// <param name="registry">Users, groups and hosts.</param>
    /// <returns>The caller, or null when the call is refused.</returns>
    public static GridCaller? Decide(CallRule rule, CallCredentials credentials, GridRegistry registry)
    {
        if (credentials.Dn is not { Length: > 0 } dn)
            return rule.IsOpen && !rule.NamesGroups ? GridCaller.Visitor("", []) : null;
        return credentials.Extra switch
        {
            ExtraCredentials.Delegation delegation => registry.PropertiesOfHost(dn).Set.Has(DiracProperties.TrustedHost)
                ? Judge(rule, Known(delegation.Dn, delegation.Group, registry), registry) is { } caller ? caller with { IsDelegated = true } : null
                : null,
            ExtraCredentials.Malformed => null,
            ExtraCredentials.HostClaim => Judge(rule, Known(dn, GridCaller.HostsGroup, registry), registry),
            ExtraCredentials.GroupClaim claim => Judge(rule, Known(dn, GroupOf(credentials, registry) ?? claim.Group, registry), registry),
            _ => Judge(rule, Known(dn, GroupOf(credentials, registry), registry), registry),
        };
    }

    /// <summary>Judges one call by somebody who is known already, as by a token.</summary>
    /// <param name="rule">Who may call.</param>
    /// <param name="known">The caller, with all properties of the group.</param>
    /// <param name="registry">Users, groups and hosts.</param>
    /// <returns>The caller, or null when the call is refused.</returns>
    public static GridCaller? Decide(CallRule rule, GridCaller known, GridRegistry registry) => Judge(rule, known, registry);

    private static string? GroupOf(CallCredentials credentials, GridRegistry registry) => credentials.Group ?? registry.DefaultGroupOf(credentials.Dn!);

    private static GridCaller Known(string dn, string? group, GridRegistry registry)
    {
        if (group is null) return GridCaller.Visitor(dn, []);
        if (group == GridCaller.HostsGroup)
            return registry.HostOf(dn) is { } host ? Member(dn, host, group, registry.PropertiesOfHost(dn), "") : GridCaller.Visitor(dn, []);

        var vo = registry.VoOf(group);
        var properties = registry.PropertiesOf(group);
        return registry.MemberOf(dn, group) is { } user && !registry.IsSuspended(user, vo)
            ? Member(dn, user, group, properties, vo)
            // Peers see the group's properties beside a visitor's name; they decide nothing.
            : GridCaller.Visitor(dn, properties.AsWritten);
    }

    private static GridCaller Member(string dn, string name, string group, GrantedProperties properties, string vo) => new()
    {
        Dn = dn,
        UserName = name,
        Group = group,
        Vo = vo,
        Properties = properties.Set,
        ShownProperties = properties.AsWritten,
    };

    private static GridCaller? Judge(CallRule rule, GridCaller caller, GridRegistry registry)
    {
        if (caller.IsVisitor && !rule.IsOpen) return null;
        if (!rule.AllowsGroup(caller.Group, registry)) return null;
        if (rule.TakesAnyKnown) return caller;
        var matching = rule.Matching(caller.ShownProperties);
        return matching.Count > 0 ? caller with { ShownProperties = matching } : null;
    }
}
