using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Web;
using Dirac.Client.Identity;
using Dirac.Installation;

namespace Dirac.Benchmarks.Rest;

/// <summary>A login in a browser that is not there: the code flow with the session that <c>dirac up</c> gives, for a refresh token.</summary>
internal static partial class CodeLogin
{
    /// <summary>The name that every program logs in under.</summary>
    public const string ClientId = "myDIRACClientID";

    private const string Redirect = "http://127.0.0.1:9/callback";
    private const int VerifierBytes = 32;

    /// <summary>Logs in as the owner of the installation; returns the refresh token.</summary>
    public static async Task<string> RunAsync(InstalledServer server, X509Certificate2 authority, CancellationToken cancellationToken)
    {
        var handler = RestFleet.Handler(authority);
        (handler.UseCookies, handler.CookieContainer) = (true, new CookieContainer());
        using var browser = new HttpClient(handler) { BaseAddress = server.Url };
        using (await browser.GetAsync(new Uri((await new IdentityClient(server.User).CreateBrowserLinkAsync(cancellationToken)).Url), cancellationToken)) { }

        var verifier = Base64Url(RandomNumberGenerator.GetBytes(VerifierBytes));
        var code = await AskAsync(browser, Base64Url(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))), cancellationToken);
        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "authorization_code"), new("client_id", ClientId), new("code", code), new("redirect_uri", Redirect), new("code_verifier", verifier),
        ]);
        using var reply = await browser.PostAsync("/api/auth/token", form, cancellationToken);
        using var tokens = JsonDocument.Parse(await ReadAsync(reply, cancellationToken));
        return tokens.RootElement.GetProperty("refresh_token").GetString()!;
    }

    private static async Task<string> AskAsync(HttpClient browser, string challenge, CancellationToken cancellationToken)
    {
        var query = $"response_type=code&code_challenge={challenge}&code_challenge_method=S256&client_id={ClientId}&redirect_uri={Uri.EscapeDataString(Redirect)}&scope=vo:local&state=s";
        using var question = await browser.GetAsync($"/api/auth/authorize?{query}", cancellationToken);
        var ticket = HttpUtility.HtmlDecode(Ticket().Match(await ReadAsync(question, cancellationToken)).Groups[1].Value);
        using var form = new FormUrlEncodedContent([new("ticket", ticket), new("answer", "allow")]);
        using var answer = await browser.PostAsync("/api/auth/authorize/confirm", form, cancellationToken);
        return Code().Match(await ReadAsync(answer, cancellationToken)) is { Success: true } found
            ? Uri.UnescapeDataString(found.Groups[1].Value)
            : throw new InvalidOperationException($"The login gave no code: {await ReadAsync(answer, cancellationToken)}");
    }

    private static async Task<string> ReadAsync(HttpResponseMessage reply, CancellationToken cancellationToken)
    {
        var text = await reply.Content.ReadAsStringAsync(cancellationToken);
        return reply.IsSuccessStatusCode ? text : throw new InvalidOperationException($"{reply.RequestMessage?.RequestUri?.AbsolutePath}: {(int)reply.StatusCode} {text}");
    }

    private static string Base64Url(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    [GeneratedRegex("name=\"ticket\" value=\"([^\"]+)\"")]
    private static partial Regex Ticket();

    [GeneratedRegex("[?&;]code=([^&\"]+)")]
    private static partial Regex Code();
}
