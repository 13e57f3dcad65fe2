using System.Text;
using Dirac.Persistence;

namespace Dirac.Framework.Tests.Tokens;

/// <summary>What the token endpoint does with requests that are none.</summary>
public sealed class TokenEndpointTests() : TokenContract(Engine.Sqlite)
{
    private const string Form = "application/x-www-form-urlencoded";

    [Theory]
    [InlineData("client_id=myDIRACClientID", 400, "invalid_request")]
    [InlineData("grant_type=refresh_token&refresh_token=x", 400, "invalid_request")]
    [InlineData("grant_type=refresh_token&client_id=other&refresh_token=x", 400, "invalid_client")]
    [InlineData("grant_type=refresh_token&client_id=myDIRACClientID", 400, "invalid_request")]
    [InlineData("grant_type=refresh_token&client_id=myDIRACClientID&refresh_token=x&refresh_token=x", 400, "invalid_request")]
    [InlineData("grant_type=refresh_token&client_id=myDIRACClientID&client%5fid=myDIRACClientID", 400, "invalid_request")]
    [InlineData("grant_type=password&client_id=myDIRACClientID&username=a&password=b", 400, "unsupported_grant_type")]
    [InlineData("grant_type=refresh_token&client_id=myDIRACClientID&refresh_token=x", 401, "invalid_grant")]
    public async Task Grant_WrongForm_IsRefusedAsOAuthSays(string form, int status, string error) => Refused(await SendAsync(form, Form), status, error);

    [Theory]
    [InlineData("grant_type=%zz")]
    [InlineData("grant_type=%e9")]
    [InlineData("grant_type")]
    [InlineData("=value")]
    [InlineData("a=&b=&c=&d=&e=&f=&g=&h=&i=&j=&k=&l=&m=&n=&o=&p=&q=&r=&s=&t=&u=&v=&w=&x=&y=&z=&A=&B=&C=&D=&E=&F=&G=")]
    public async Task Grant_UnreadableForm_Is422(string form) => Assert.Equal(422, (await SendAsync(form, Form)).Status);

    [Fact]
    public async Task Grant_OtherBodies_Are415_AndLongOnes413()
    {
        Refused(await SendAsync("{}", "application/json"), 415, "invalid_request");
        Refused(await Server.SendAsync(HttpMethod.Post, "/api/auth/token", null, null), 415, "invalid_request");
        Assert.Equal(413, (await SendAsync(new string('a', 40_000), Form)).Status);
        Assert.Equal(405, (await Server.GetAsync("/api/auth/token", null)).Status);
    }

    [Fact]
    public async Task Grant_Replies_AreKeptByNoCache_AndRepeatNothing()
    {
        using var content = new StringContent("grant_type=secret-word&client_id=myDIRACClientID", Encoding.ASCII, Form);
        using var response = await Server.Client.PostAsync("/api/auth/token", content, Cancellation);

        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.DoesNotContain("secret-word", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Grant_RefusedWith401_SaysHowToShowWhoOneIs()
    {
        using var content = new StringContent("grant_type=refresh_token&client_id=myDIRACClientID&refresh_token=x", Encoding.ASCII, Form);
        using var response = await Server.Client.PostAsync("/api/auth/token", content, Cancellation);

        Assert.Equal("Bearer", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
    }

    [Fact]
    public async Task Discovery_NamesRoutesThatAreThere()
    {
        var (_, found) = await Server.GetAsync("/.well-known/openid-configuration", null);

        Assert.Equal("[\"authorization_code\",\"urn:ietf:params:oauth:grant-type:device_code\"]", found.GetProperty("grant_types_supported").GetRawText());
        Assert.Contains("property:JobAdministrator", found.GetProperty("scopes_supported").EnumerateArray().Select(scope => scope.GetString()));
        foreach (var name in (string[])["token_endpoint", "revocation_endpoint"])
            Assert.Equal(415, (await Server.SendAsync(HttpMethod.Post, new Uri(found.GetProperty(name).GetString()!).AbsolutePath, null, null)).Status);
    }

    private async Task<(int Status, System.Text.Json.JsonElement Body)> SendAsync(string body, string type)
    {
        using var content = new StringContent(body, Encoding.ASCII, type);
        return await Server.SendAsync(HttpMethod.Post, "/api/auth/token", null, content);
    }
}
