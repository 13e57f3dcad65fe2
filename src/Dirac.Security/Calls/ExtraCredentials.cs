namespace Dirac.Security.Calls;

/// <summary>What a caller claims beside the certificate. A closed family.</summary>
/// <remarks>Source: DIRAC's action proposal (dips) and the field <c>extraCredentials</c> (https).</remarks>
public abstract record ExtraCredentials
{
    private ExtraCredentials()
    {
    }

    /// <summary>Nothing.</summary>
    public static ExtraCredentials None { get; } = new Nothing();

    /// <summary>To be a registered host.</summary>
    public static ExtraCredentials Host { get; } = new HostClaim();

    /// <summary>Reads a text: empty for nothing, <c>hosts</c> for a host, else a group.</summary>
    public static ExtraCredentials Of(string text) => text switch
    {
        "" => None,
        GridCaller.HostsGroup => Host,
        _ => new GroupClaim(text),
    };

    /// <summary>Nothing is claimed.</summary>
    public sealed record Nothing : ExtraCredentials;

    /// <summary>The certificate is a host's and to be taken as one.</summary>
    public sealed record HostClaim : ExtraCredentials;

    /// <summary>The caller wants to act in a group.</summary>
    /// <param name="Group">Its name.</param>
    public sealed record GroupClaim(string Group) : ExtraCredentials;

    /// <summary>A trusted host acts for somebody.</summary>
    /// <param name="Dn">Distinguished name of whom it acts for.</param>
    /// <param name="Group">Group in which.</param>
    public sealed record Delegation(string Dn, string Group) : ExtraCredentials;

    /// <summary>Something that cannot be understood; no rule lets it through.</summary>
    public sealed record Malformed : ExtraCredentials;
}
