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
    public async Task<Uri> CreateLinkAsync(CancellationToken cancellationToken = default)
    {
        var link = await connection
            .SendAsync(new ApiRequest(HttpMethod.Post, "/api/auth/one-time"), ModelJsonContext.Default.OneTimeLink, cancellationToken)
            .ConfigureAwait(false);
        return new Uri(connection.Url, link.Url);
    }

    /// <summary>Exchanges the code of a one-time link for a token.</summary>
    /// <param name="code">The code.</param>
    /// <param name="cancellationToken">Ends the call; the code may be used up.</param>
    public Task<TokenReply> RedeemAsync(string code, CancellationToken cancellationToken = default) => connection.SendAsync(
        ApiRequest.WithJson(HttpMethod.Post, "/api/auth/one-time/redeem", new OneTimeCode(code), ModelJsonContext.Default.OneTimeCode)
            with { Anonymous = true },
        ModelJsonContext.Default.TokenReply,
        cancellationToken);
}
