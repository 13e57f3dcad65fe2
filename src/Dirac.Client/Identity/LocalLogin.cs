using Dirac.Client.Http;
using Dirac.Security.Local;

namespace Dirac.Client.Identity;

/// <summary>Opens connections to a server on this machine with the identity it left in its data directory.</summary>
public static class LocalLogin
{
    /// <summary>Opens a connection that logs in when the first request needs it.</summary>
    /// <param name="options">Where the server is.</param>
    /// <param name="identity">The identity to log in with.</param>
    /// <param name="group">The DIRAC group wanted; null means the user's default.</param>
    /// <param name="clock">Tells when the token is due for renewal.</param>
    public static ApiConnection Connect(ApiConnectionOptions options, LocalIdentity identity, string? group, TimeProvider clock)
    {
        ApiConnection? connection = null;
        var tokens = new LoginToken(cancel => new IdentityClient(connection!).LoginLocallyAsync(identity.Secret, group, cancel), clock);
        connection = new ApiConnection(options, tokens);
        return connection;
    }
}
