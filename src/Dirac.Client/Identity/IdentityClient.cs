using Dirac.Client.Http;
using Dirac.Model.Api;

namespace Dirac.Client.Identity;

/// <summary>Logging in, and asking who one is.</summary>
/// <param name="connection">The server; shared, not disposed here.</param>
/// <remarks>Thread-safe. Errors are those of <see cref="ApiConnection"/>.</remarks>
public sealed class IdentityClient(ApiConnection connection)
{
    /// <summary>Exchanges the secret of a local identity for a token.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="group">The DIRAC group wanted; null means the user's default.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<TokenReply> LoginLocallyAsync(string secret, string? group, CancellationToken cancellationToken = default) => connection.SendAsync(
        ApiRequest.WithJson(HttpMethod.Post, "/api/auth/local", new LocalLoginRequest(secret, group), ModelJsonContext.Default.LocalLoginRequest)
            with { Anonymous = true },
        ModelJsonContext.Default.TokenReply,
        cancellationToken);

    /// <summary>Who the server thinks the caller is.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<UserInfo> WhoAmIAsync(CancellationToken cancellationToken = default) =>
        connection.SendAsync(ApiRequest.Get("/api/auth/userinfo"), ModelJsonContext.Default.UserInfo, cancellationToken);

    /// <summary>Gets a link that logs a browser in as the caller, once.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<BrowserLinkReply> CreateBrowserLinkAsync(CancellationToken cancellationToken = default) => connection.SendAsync(
        new ApiRequest(HttpMethod.Post, "/api/auth/browser-link"), ModelJsonContext.Default.BrowserLinkReply, cancellationToken);
}
