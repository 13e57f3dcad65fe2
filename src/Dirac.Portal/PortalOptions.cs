using Dirac.Client.Http;

namespace Dirac.Portal;

/// <summary>What the portal is told by the server that hosts it.</summary>
public sealed class PortalOptions
{
    /// <summary>Where the REST surface is; asked at each request, since a server may learn its own port only when it listens.</summary>
    public required Func<ApiConnectionOptions> Server { get; init; }

    /// <summary>Name of the cookie with the access token. Default: dirac-session.</summary>
    public string CookieName { get; init; } = "dirac-session";
}
