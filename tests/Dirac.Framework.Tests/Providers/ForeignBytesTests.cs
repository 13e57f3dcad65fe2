using System.Text;
using System.Text.Json.Nodes;
using Dirac.Framework.Accounts;
using Dirac.Framework.Providers;
using Dirac.Model.Errors;
using Dirac.Testing;
using Verdict = Dirac.Framework.Providers.ProviderVerdict<System.Text.Json.JsonElement>;

namespace Dirac.Framework.Tests.Providers;

/// <summary>Whatever a provider sends is understood or refused with a sentence; nothing else ever comes out.</summary>
public sealed class ForeignBytesTests
{
    private const int Rounds = 3_000;
    private static readonly Uri Issuer = new("https://iam.example.org/");

    private static readonly string[] Seeds =
    [
        """{"issuer":"https://iam.example.org/","authorization_endpoint":"https://iam.example.org/a","token_endpoint":"https://iam.example.org/t","jwks_uri":"https://iam.example.org/j","userinfo_endpoint":"https://iam.example.org/u","token_endpoint_auth_methods_supported":["client_secret_post"]}""",
        """{"keys":[{"kty":"RSA","kid":"1","use":"sig","alg":"RS256","n":"AQAB","e":"AQAB"},{"kty":"EC","crv":"P-256","x":"AAAA","y":"AAAA"},{"kty":"oct","k":"AAAA"},7,null]}""",
        """{"access_token":"abc","token_type":"Bearer","expires_in":600,"id_token":"e30.e30.AA","error":"invalid_grant"}""",
        """{"sub":"1","preferred_username":"ann","name":"Ann","email":"a@b","email_verified":true,"groups":["a","b"],"wlcg.groups":["/a"],"eduperson_entitlement":"urn:x"}""",
        """{"totalResults":1,"startIndex":1,"itemsPerPage":1,"Resources":[{"id":"1","userName":"ann","active":true,"emails":[{"value":"a@b","primary":true}],"groups":[{"display":"demo"}],"urn:indigo-dc:scim:schemas:IndigoUser":{"attributes":[{"name":"nickname","value":"ann"}]}}]}""",
    ];

    [Fact]
    public void Readers_SeedsCutAndBent_UnderstandOrRefuse()
    {
        var random = new Dice(TestSeed.Next());
        for (var round = 0; round < Rounds; round++)
        {
            var bytes = Bend(Encoding.UTF8.GetBytes(Seeds[random.Below(Seeds.Length)]), random);
            foreach (var read in Readers) UnderstandOrRefuse(read, bytes);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("\"text\"")]
    [InlineData("{\"issuer\":\"\\ud800\"}")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("\ufeff{}")]
    public void Readers_NoSuchObject_Refuse(string text)
    {
        foreach (var read in Readers) UnderstandOrRefuse(read, Encoding.UTF8.GetBytes(text));
    }

    [Fact]
    public void Readers_DeepNesting_Refuse()
    {
        var bytes = Encoding.UTF8.GetBytes("{\"keys\":" + new string('[', 100_000));

        foreach (var read in Readers) Assert.Throws<DiracException>(() => read(bytes));
    }

    [Fact]
    public void Discovery_Endpoints_AreEncryptedWhereTheIssuerIs()
    {
        var document = JsonNode.Parse(Seeds[0])!.AsObject();
        document["token_endpoint"] = "http://127.0.0.1/t";

        var problem = Assert.Throws<DiracException>(() => DiscoveryDocument.Read(Encoding.UTF8.GetBytes(document.ToJsonString()), Issuer));
        Assert.Equal(ErrorCode.BadConfiguration, problem.Code);
    }

    [Theory]
    [InlineData("https://iam.example.org", true)]
    [InlineData("https://iam.example.org/", true)]
    [InlineData("https://iam.example.org/x", false)]
    [InlineData("https://IAM.example.org", false)]
    [InlineData("https://iam.example.org.evil.org", false)]
    public void Discovery_Issuer_IsComparedLetterByLetterButForASlash(string configured, bool isSame)
    {
        var read = () => DiscoveryDocument.Read(Encoding.UTF8.GetBytes(Seeds[0]), new Uri(configured));

        if (isSame) Assert.Equal("https://iam.example.org/", read().Issuer);
        else Assert.Throws<DiracException>(read);
    }

    [Fact]
    public void KeySet_KeysThatAreNone_AreLeftOut() => Assert.Empty(ProviderKeySet.Read(Encoding.UTF8.GetBytes(Seeds[1]), Issuer).Keys);

    [Fact]
    public void Person_EmailThatIsNotVerified_HasNone()
    {
        Assert.Equal("a@b", ReadPerson("""{"sub":"1","email":"a@b"}""").Email);
        Assert.Null(ReadPerson("""{"sub":"1","email":"a@b","email_verified":false}""").Email);
    }

    [Fact]
    public void Texts_TooLong_OrWithControlCharacters_AreNone()
    {
        Assert.Null(ReadPerson("""{"sub":"1","name":"An\u001b[2Jn"}""").Name);
        Assert.Null(ReadPerson($$"""{"sub":"1","name":"{{new string('n', 256)}}"}""").Name);
        Assert.Equal(255, ReadPerson($$"""{"sub":"1","name":"{{new string('n', 255)}}"}""").Name!.Length);
    }

    [Theory]
    [InlineData("Bearer", "abc", "abc")]
    [InlineData("bearer", "abc", "abc")]
    [InlineData("DPoP", "abc", null)]
    [InlineData("Bearer", "a b", null)]
    public void Token_OfAnotherType_OrThatIsNone_IsNotUsed(string type, string text, string? expected) =>
        Assert.Equal(expected, TokenAnswer.Read(Encoding.UTF8.GetBytes($$"""{"access_token":"{{text}}","token_type":"{{type}}"}"""), Issuer).AccessToken);

    [Fact]
    public async Task IdToken_RandomText_IsRefused()
    {
        var random = new Dice(TestSeed.Next());
        var keys = new ProviderKeySet([]);
        for (var round = 0; round < Rounds; round++)
        {
            var token = Encoding.Latin1.GetString(Bend("eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.AAAA"u8.ToArray(), random));
            Assert.IsNotType<Verdict.Good>(await IdTokenRules.JudgeAsync(token, new ExpectedToken("https://iam.example.org/", "dirac", "n"), keys, DateTimeOffset.UnixEpoch));
        }
    }

    private static readonly Action<byte[]>[] Readers =
    [
        bytes => DiscoveryDocument.Read(bytes, Issuer),
        bytes => ProviderKeySet.Read(bytes, Issuer),
        bytes => TokenAnswer.Read(bytes, Issuer),
        bytes => PersonClaims.Read(ForeignJson.ReadObject(bytes, "It")),
        bytes => ScimPage.Read(bytes, Issuer),
    ];

    private static PersonClaims ReadPerson(string json) => PersonClaims.Read(ForeignJson.ReadObject(Encoding.UTF8.GetBytes(json), "It"));

    private static void UnderstandOrRefuse(Action<byte[]> read, byte[] bytes)
    {
        var problem = Record.Exception(() => read(bytes));
        Assert.True(problem is null or DiracException { Code: ErrorCode.Unavailable or ErrorCode.BadConfiguration }, $"{problem} for {Convert.ToBase64String(bytes)}");
    }

    private static byte[] Bend(byte[] bytes, Dice random)
    {
        for (var times = random.Below(4); times >= 0 && bytes.Length > 0; times--)
        {
            var at = random.Below(bytes.Length);
            bytes = random.Below(4) switch
            {
                0 => bytes[..at],
                1 => [.. bytes[..at], (byte)random.Below(256), .. bytes[at..]],
                2 => [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Below(8))..]],
                _ => [.. bytes[..at], "{}[]:,\"\\0tn"u8[random.Below(11)], .. bytes[(at + 1)..]],
            };
        }

        return bytes;
    }

    /// <summary>Numbers that a seed repeats.</summary>
    private sealed class Dice(int seed)
    {
        private readonly Persistence.RandomSource _source = new(seed);

        public int Below(int limit) => (int)(_source.NextDouble() * limit);
    }
}
