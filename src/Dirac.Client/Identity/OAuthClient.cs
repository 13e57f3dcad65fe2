using System.Net;
using System.Text.Json;
using Dirac.Client.Http;
using Dirac.Client.Identity.Device;
using Dirac.Model.Api;

namespace Dirac.Client.Identity;

/// <summary>The server as an authorization server: logins by code, renewals, and their end.</summary>
/// <param name="connection">The server; shared, not disposed here. It needs no tokens.</param>
/// <remarks>Thread-safe. Errors are those of <see cref="ApiConnection"/>, besides the refusals that are answers.</remarks>
public sealed class OAuthClient(ApiConnection connection)
{
    private const string ClientId = "myDIRACClientID";
    private const string TokenPath = "/api/auth/token";

    /// <summary>Begins a login that a person allows in a browser.</summary>
    /// <param name="scope">Such as <c>vo:lhcb group:lhcb_user</c>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<DeviceReply> BeginDeviceAsync(string scope, CancellationToken cancellationToken = default) => connection.SendAsync(
        new ApiRequest(HttpMethod.Post, $"/api/auth/device?client_id={ClientId}&scope={Uri.EscapeDataString(scope)}") { Anonymous = true },
        ClientJsonContext.Default.DeviceReply,
        cancellationToken);

    /// <summary>Asks whether the person has allowed it.</summary>
    /// <param name="deviceCode">What <see cref="BeginDeviceAsync"/> gave.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<TokenAnswer> AskDeviceAsync(string deviceCode, CancellationToken cancellationToken = default) =>
        AskAsync([new("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), new("device_code", deviceCode), new("client_id", ClientId)], cancellationToken);

    /// <summary>Gets new tokens for a refresh token, which is of no use afterwards: a second time counts as theft.</summary>
    /// <param name="refreshToken">The refresh token.</param>
    /// <param name="cancellationToken">Ends the call; whether the token was used is not known then.</param>
    public Task<TokenAnswer> RefreshAsync(string refreshToken, CancellationToken cancellationToken = default) =>
        AskAsync([new("grant_type", "refresh_token"), new("refresh_token", refreshToken), new("client_id", ClientId)], cancellationToken);

    /// <summary>Ends a login.</summary>
    /// <param name="refreshToken">Its refresh token.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task RevokeAsync(string refreshToken, CancellationToken cancellationToken = default)
    {
        var request = Form("/api/auth/revoke", [new("token", refreshToken), new("token_type_hint", "refresh_token"), new("client_id", ClientId)]);
        using var response = await connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private async Task<TokenAnswer> AskAsync(KeyValuePair<string, string>[] fields, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await connection.SendAsync(Form(TokenPath, fields) with { AlsoAccept = HttpStatusCode.BadRequest }, cancellationToken).ConfigureAwait(false);
            var body = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.BadRequest) return ReadRefusal(body);
            var tokens = JsonSerializer.Deserialize(body, ModelJsonContext.Default.TokenReply);
            return tokens is null ? new TokenAnswer.Refused("", "The server's answer is empty.") : new TokenAnswer.Granted(tokens);
        }
        catch (ApiException refused) when (refused.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            return new TokenAnswer.Refused("invalid_grant", refused.Message);
        }
    }

    private static ApiRequest Form(string path, KeyValuePair<string, string>[] fields) =>
        new(HttpMethod.Post, path) { Anonymous = true, CreateContent = () => new FormUrlEncodedContent(fields) };

    private static TokenAnswer.Refused ReadRefusal(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var error = document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("error", out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()!
                : "";
            return new TokenAnswer.Refused(error, ErrorReplies.Parse(document.RootElement).Detail);
        }
        catch (JsonException)
        {
            return new TokenAnswer.Refused("", "The server refused, in words that cannot be understood.");
        }
    }
}
