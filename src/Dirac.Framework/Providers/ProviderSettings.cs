namespace Dirac.Framework.Providers;

/// <summary>One identity provider, as the configuration describes it. <see cref="ToString"/> shows no secret.</summary>
internal sealed record ProviderSettings
{
    /// <summary>The name of its section; the VO's name when it is described in DiracX's form.</summary>
    public required string Name { get; init; }

    /// <summary>Its address, as it names itself in tokens.</summary>
    public required Uri Issuer { get; init; }

    /// <summary>This server's name there.</summary>
    public required string ClientId { get; init; }

    /// <summary>This server's secret there; null for a public client.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>How the secret is shown.</summary>
    public ClientAuthentication Authentication { get; init; }

    /// <summary>What is asked for, separated by blanks; <c>openid</c> among it.</summary>
    public string Scope { get; init; } = ProviderSection.UsualScope;

    /// <summary>A PEM file with the authorities that are trusted for this provider; null trusts the system's.</summary>
    public string? CaFile { get; init; }

    /// <summary>How long one request may take.</summary>
    public TimeSpan Timeout { get; init; } = ProviderSection.UsualTimeout;

    /// <summary>Whether groups without <c>IdPRole</c> are found by their names.</summary>
    public bool MapsGroupsByName { get; init; }

    /// <summary>Audiences of access tokens that are taken in calls over https, separated by blanks, besides this server's name there.</summary>
    public string Audiences { get; init; } = "";

    /// <summary>Where the list of users is; null when it is at the usual place.</summary>
    public Uri? ScimUrl { get; init; }

    /// <summary>The scope of the token with which the list of users is read.</summary>
    public string ScimScope { get; init; } = ProviderSection.UsualScimScope;

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Issuer})";
}
