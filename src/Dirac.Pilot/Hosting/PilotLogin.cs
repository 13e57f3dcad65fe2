using System.Net;
using Dirac.Client.Http;
using Dirac.Client.Identity;
using Dirac.Model.Api;

namespace Dirac.Pilot.Hosting;

/// <summary>Exchanges the pilot's secret for a token, and later each token for the next. Both stay in memory.</summary>
/// <remarks>Not thread-safe; <see cref="LoginToken"/> calls it one at a time.</remarks>
internal sealed class PilotLogin(ApiConnectionOptions server, string stamp, string secret)
{
    private string? _token;

    /// <summary>Gets a token.</summary>
    /// <exception cref="ApiException">The server refuses secret and stamp.</exception>
    internal async Task<TokenReply> LoginAsync(CancellationToken cancellationToken)
    {
        var reply = (_token is null ? null : await TryRenewAsync(_token, cancellationToken)) ?? await PresentSecretAsync(cancellationToken);
        _token = reply.AccessToken;
        return reply;
    }

    private async Task<TokenReply?> TryRenewAsync(string token, CancellationToken cancellationToken)
    {
        try
        {
            using var connection = new ApiConnection(server, new FixedToken(token));
            return await connection.SendAsync(
                new ApiRequest(HttpMethod.Post, "/api/auth/pilot/renew"), PilotJsonContext.Default.TokenReply, cancellationToken);
        }
        catch (ApiException error) when (error.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            return null; // too old: the secret must do
        }
    }

    private async Task<TokenReply> PresentSecretAsync(CancellationToken cancellationToken)
    {
        using var connection = new ApiConnection(server, null);
        var request = ApiRequest.WithJson(HttpMethod.Post, "/api/auth/pilot", new PilotLoginRequest(stamp, secret), PilotJsonContext.Default.PilotLoginRequest);
        return await connection.SendAsync(request, PilotJsonContext.Default.TokenReply, cancellationToken);
    }
}
