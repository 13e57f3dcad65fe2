using System.Text.Json;

namespace Dirac.Benchmarks.Rest;

/// <summary>Refreshes of tokens: each revokes the refresh token it used, which is on disk when the new one is answered.</summary>
internal sealed class TokenRefreshes(RestFleet fleet) : IRestLoad
{
    public Task RunAsync(int count, CancellationToken cancellationToken) => fleet.ShareAsync(count, RefreshAsync, cancellationToken);

    private static async Task RefreshAsync(RestClient client, int turn, CancellationToken cancellationToken)
    {
        var reply = await client.SendFormAsync(
            "/api/auth/token",
            [new("grant_type", "refresh_token"), new("client_id", CodeLogin.ClientId), new("refresh_token", client.RefreshToken)],
            cancellationToken);
        using var tokens = JsonDocument.Parse(reply);
        client.RefreshToken = tokens.RootElement.GetProperty("refresh_token").GetString()!;
    }
}
