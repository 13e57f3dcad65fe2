using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Dirac.Framework.Providers;
using Verdict = Dirac.Framework.Providers.ProviderVerdict<System.Text.Json.JsonElement>;

namespace Dirac.Framework.Tests.Providers;

/// <summary>What a provider has signed is believed when every claim is as it should be; one that is not is enough.</summary>
public sealed class IdTokenRulesTests
{
    private const string Issuer = "https://iam.example.org/";
    private const string Kid = "first";
    private const int Minute = 60;
    private static readonly RSA Key = RSA.Create(2048);
    private static readonly RSA Other = RSA.Create(2048);
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Judge_AllAsItShouldBe_IsGood()
    {
        Assert.IsType<Verdict.Good>(await JudgeAsync(Claims()));
        Assert.IsType<Verdict.Good>(await JudgeAsync(Claims(("aud", new JsonArray("dirac", "other")), ("azp", "dirac"))));
        Assert.IsType<Verdict.Good>(await JudgeAsync(Claims(("nbf", At(1)))));
        Assert.IsType<Verdict.Good>(await JudgeAsync(Claims(("exp", At(-1)))));
    }

    [Fact]
    public async Task Judge_FractionsOfSeconds_AreTimesToo()
    {
        Assert.IsType<Verdict.Good>(await JudgeAsync(Claims(("iat", At(0) + 0.5), ("exp", At(5) + 0.25), ("nbf", At(0) + 0.75))));
        await RefusedAsync("expired", ("exp", At(-2) + 0.5));
        Assert.IsType<Verdict.Refused>(await JudgeAsync(Claims(("iat", 1e300))));
        await RefusedAsync("when it was made", ("iat", -1e17));
    }

    [Fact]
    public async Task Judge_AnotherIssuerAudienceOrLogin_IsRefused()
    {
        await RefusedAsync("another issuer", ("iss", "https://iam.example.org"));
        await RefusedAsync("issuer", ("iss", null));
        await RefusedAsync("another client", ("aud", "other"));
        await RefusedAsync("another client", ("aud", null));
        await RefusedAsync("authorised party", ("aud", new JsonArray("dirac", "other")));
        await RefusedAsync("authorised party", ("azp", "other"));
        await RefusedAsync("another login", ("nonce", "other"));
        await RefusedAsync("another login", ("nonce", null));
    }

    [Fact]
    public async Task Judge_NotOfNow_IsRefused()
    {
        await RefusedAsync("expired", ("exp", At(-2)));
        await RefusedAsync("expired", ("exp", null));
        await RefusedAsync("expired", ("nbf", At(3)));
        await RefusedAsync("when it was made", ("iat", null));
        await RefusedAsync("not made now", ("iat", At(3)));
        await RefusedAsync("not made now", ("iat", At(-13)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("two,names")]
    [InlineData("tab\t")]
    [InlineData("é")]
    [InlineData(null)]
    public async Task Judge_SubjectThatNamesNobody_IsRefused(string? subject) => await RefusedAsync("names nobody", ("sub", subject));

    [Fact]
    public async Task Judge_SubjectOfTooManyLetters_IsRefused()
    {
        Assert.IsType<Verdict.Good>(await JudgeAsync(Claims(("sub", new string('s', SubjectRules.Longest)))));
        await RefusedAsync("names nobody", ("sub", new string('s', SubjectRules.Longest + 1)));
    }

    [Fact]
    public async Task Judge_Signature_IsByTheKeyThatItNames()
    {
        var keys = KeySet(Describe(Key, Kid), Describe(Other, "second"));

        Assert.IsType<Verdict.Good>(await JudgeAsync(Claims(), Other, "second", keys: keys));
        Assert.IsType<Verdict.Refused>(await JudgeAsync(Claims(), Other, Kid, keys: keys));
        Assert.IsType<Verdict.UnknownKey>(await JudgeAsync(Claims(), Key, "third", keys: keys));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("HS256")]
    [InlineData("RS1")]
    [InlineData("rs256")]
    public async Task Judge_OtherAlgorithm_IsRefused(string algorithm) => Assert.IsType<Verdict.Refused>(await JudgeAsync(Claims(), algorithm: algorithm));

    [Fact]
    public void KeySet_KeysForOtherUses_OrTooWeak_AreLeftOut()
    {
        using var weak = RSA.Create(1024);
        var encrypting = Describe(Key, "2");
        encrypting["use"] = "enc";
        var symmetric = Describe(Key, "3");
        symmetric["alg"] = "HS256";
        var even = Describe(Key, "4");
        even["e"] = "AQAA";

        var keys = KeySet(Describe(Key, Kid), encrypting, symmetric, even, Describe(weak, "5")).Keys;

        Assert.Equal(Kid, Assert.Single(keys).KeyId);
    }

    private static async Task RefusedAsync(string reason, (string Name, JsonNode? Value) change)
    {
        var refused = Assert.IsType<Verdict.Refused>(await JudgeAsync(Claims(change)));
        Assert.Contains(reason, refused.Reason, StringComparison.Ordinal);
    }

    private static long At(int minutes) => Now.ToUnixTimeSeconds() + (minutes * Minute);

    // A null takes a claim out.
    private static JsonObject Claims(params (string Name, JsonNode? Value)[] changes)
    {
        var claims = new JsonObject { ["iss"] = Issuer, ["sub"] = "6b1f", ["aud"] = "dirac", ["exp"] = At(10), ["iat"] = At(0), ["nonce"] = "n" };
        foreach (var (name, value) in changes)
        {
            if (value is null) claims.Remove(name);
            else claims[name] = value;
        }

        return claims;
    }

    private static Task<Verdict> JudgeAsync(JsonObject claims, RSA? key = null, string kid = Kid, string algorithm = "RS256", ProviderKeySet? keys = null)
    {
        var header = new JsonObject { ["alg"] = algorithm, ["kid"] = kid, ["typ"] = "JWT" };
        var signed = $"{Encode(header)}.{Encode(claims)}";
        var signature = (key ?? Key).SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return IdTokenRules.JudgeAsync($"{signed}.{Base64Url.EncodeToString(signature)}", new ExpectedToken(Issuer, "dirac", "n"), keys ?? KeySet(Describe(Key, Kid)), Now);
    }

    private static string Encode(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));

    private static JsonObject Describe(RSA key, string kid)
    {
        var numbers = key.ExportParameters(includePrivateParameters: false);
        return new JsonObject { ["kty"] = "RSA", ["kid"] = kid, ["n"] = Base64Url.EncodeToString(numbers.Modulus), ["e"] = Base64Url.EncodeToString(numbers.Exponent) };
    }

    private static ProviderKeySet KeySet(params JsonObject[] keys) =>
        ProviderKeySet.Read(Encoding.UTF8.GetBytes(new JsonObject { ["keys"] = new JsonArray([.. keys]) }.ToJsonString()), new Uri(Issuer));
}
