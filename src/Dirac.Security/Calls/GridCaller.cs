using Dirac.Security.Identities;

namespace Dirac.Security.Calls;

/// <summary>Who makes a call of DIRAC's protocols, as the registry knows the certificate. Immutable.</summary>
public sealed record GridCaller
{
    /// <summary>The group that stands for hosts.</summary>
    public const string HostsGroup = "hosts";

    /// <summary>The user name of a caller the registry does not know.</summary>
    public const string AnonymousUser = "anonymous";

    /// <summary>The group of a caller the registry does not know.</summary>
    public const string VisitorGroup = "visitor";

    /// <summary>Distinguished name; empty when none was proved.</summary>
    public required string Dn { get; init; }

    /// <summary>User name, or the host's.</summary>
    public required string UserName { get; init; }

    /// <summary>Group, or <see cref="HostsGroup"/>.</summary>
    public required string Group { get; init; }

    /// <summary>Virtual organisation of the group; empty when it has none.</summary>
    public required string Vo { get; init; }

    /// <summary>Properties that decide what the caller may do; none for a visitor.</summary>
    public required PropertySet Properties { get; init; }

    /// <summary>Properties as <c>whoami</c> tells them: only those the rule asked for, when it asked for some.</summary>
    public required IReadOnlyList<string> ShownProperties { get; init; }

    /// <summary>Whether a trusted host acts for this caller.</summary>
    public bool IsDelegated { get; init; }

    /// <summary>Whether this is a registered host.</summary>
    public bool IsHost => Group == HostsGroup;

    /// <summary>Whether the registry does not know the caller.</summary>
    public bool IsVisitor => Group == VisitorGroup;

    internal static GridCaller Visitor(string dn, IReadOnlyList<string> shown) => new()
    {
        Dn = dn,
        UserName = AnonymousUser,
        Group = VisitorGroup,
        Vo = "",
        Properties = PropertySet.Empty,
        ShownProperties = shown,
    };
}
