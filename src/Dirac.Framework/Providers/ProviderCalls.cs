using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Dirac.Model.Errors;

namespace Dirac.Framework.Providers;

/// <summary>What is asked of a provider: tokens, and more about a person. Thread-safe.</summary>
internal sealed class ProviderCalls(ProviderHttp http)
{
    /// <summary>Gives <paramref name="form"/> to the token endpoint, with this server's secret.</summary>
    /// <exception cref="DiracException">Unavailable: it does not answer. BadConfiguration: it does not accept this server.</exception>
    public async Task<TokenAnswer> TokenAsync(ProviderSettings settings, ProviderMetadata metadata, IReadOnlyList<KeyValuePair<string, string>> form, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, metadata.Token);
        request.Content = new FormUrlEncodedContent([.. form, .. Authenticate(request, settings, metadata)]);
        var reply = await http.SendAsync(settings, request, ProviderHttp.LongestBody, cancellationToken);
        if ((int)reply.Status >= 500) throw Failed(settings, "token endpoint", reply);
        var answer = TokenAnswer.Read(reply.Body, settings.Issuer);
        if (reply.Status == HttpStatusCode.Unauthorized || answer.Error is "invalid_client" or "unauthorized_client")
            throw new DiracException(ErrorCode.BadConfiguration, $"The identity provider {settings.Name} does not accept this server.", "Administrators: compare client_id and secret with what is registered at the provider.");
        return reply.IsGood || answer.Error is not null ? answer : throw Failed(settings, "token endpoint", reply);
    }

    /// <summary>What the provider tells of the owner of <paramref name="accessToken"/>.</summary>
    /// <exception cref="DiracException">Unavailable: it does not answer.</exception>
    public async Task<PersonClaims> UserInfoAsync(ProviderSettings settings, Uri address, string accessToken, CancellationToken cancellationToken) =>
        PersonClaims.Read(ForeignJson.ReadObject(await GetAsync(settings, address, accessToken, ProviderHttp.LongestBody, cancellationToken), $"What {settings.Name} tells of the user"));

    /// <summary>What is at <paramref name="address"/> for the bearer of <paramref name="accessToken"/>.</summary>
    /// <exception cref="DiracException">Unavailable: it does not answer.</exception>
    public async Task<ReadOnlyMemory<byte>> GetAsync(ProviderSettings settings, Uri address, string accessToken, int longest, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        var reply = await http.SendAsync(settings, request, longest, cancellationToken);
        return reply.IsGood ? reply.Body : throw Failed(settings, address.AbsolutePath, reply);
    }

    private static IReadOnlyList<KeyValuePair<string, string>> Authenticate(HttpRequestMessage request, ProviderSettings settings, ProviderMetadata metadata)
    {
        if (settings.ClientSecret is not { } secret || settings.Authentication == ClientAuthentication.None) return [new("client_id", settings.ClientId)];
        if (settings.Authentication == ClientAuthentication.Post || (settings.Authentication == ClientAuthentication.Any && OnlyPost(metadata)))
            return [new("client_id", settings.ClientId), new("client_secret", secret)];
        // RFC 6749 §2.3.1: both are form-encoded before they are joined.
        var pair = $"{WebUtility.UrlEncode(settings.ClientId)}:{WebUtility.UrlEncode(secret)}";
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        return [];
    }

    // A provider that says nothing can do Basic (OpenID Connect Discovery §3).
    private static bool OnlyPost(ProviderMetadata metadata) =>
        metadata.Authentications.Contains("client_secret_post") && !metadata.Authentications.Contains("client_secret_basic");

    private static DiracException Failed(ProviderSettings settings, string what, ProviderReply reply) =>
        new(ErrorCode.Unavailable, $"The identity provider {settings.Name} answers {what} with {(int)reply.Status}.", "Try again in a minute; if it stays so, ask those who run the provider.");
}
