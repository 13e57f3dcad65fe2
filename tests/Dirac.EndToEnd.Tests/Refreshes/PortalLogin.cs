using System.Security.Cryptography;
using System.Text;
using System.Web;

namespace Dirac.EndToEnd.Tests.Refreshes;

/// <summary>A person's way from a web page to the provider and back with a code, without looking at anything on the way.</summary>
internal static class PortalLogin
{
    /// <summary>What is exchanged for the code's tokens, RFC 7636.</summary>
    public static readonly string Verifier = new('v', 43);

    private static readonly string Challenge = System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Goes it once.</summary>
    /// <param name="client">Follows no redirects and keeps no cookies.</param>
    /// <param name="person">User name at the provider.</param>
    /// <returns>The code.</returns>
    /// <exception cref="HttpRequestException">The server is away.</exception>
    public static async Task<string> GoAsync(HttpClient client, string person)
    {
        var query = $"response_type=code&client_id=myDIRACClientID&redirect_uri={Uri.EscapeDataString(RefreshWorld.Portal)}"
            + $"&scope={Uri.EscapeDataString(RefreshWorld.Scope)}&state=s&code_challenge={Challenge}&code_challenge_method=S256";
        using var begun = await SendAsync(client, new HttpRequestMessage(HttpMethod.Get, $"/api/auth/authorize?{query}"));
        var cookie = Assert.Single(begun.Headers.GetValues("Set-Cookie")).Split(';')[0];
        using var atProvider = await SendAsync(client, new HttpRequestMessage(HttpMethod.Post, begun.Headers.Location)
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("username", person)]),
        });
        var back = new HttpRequestMessage(HttpMethod.Get, atProvider.Headers.Location);
        back.Headers.Add("Cookie", cookie);
        using var ended = await SendAsync(client, back);
        return HttpUtility.ParseQueryString(ended.Headers.Location!.OriginalString.Split('?')[1])["code"]!;
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpRequestMessage request)
    {
        using (request)
        {
            request.Headers.Add("Accept", "text/html");
            var response = await client.SendAsync(request, Token);
            Assert.True(response.Headers.Location is not null, $"{request.RequestUri} answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(Token)}");
            return response;
        }
    }
}
