using System.Text;
using System.Text.Json;
using Dirac.Model.Errors;
using Dirac.Security.Tokens;
using Dirac.Testing;

namespace Dirac.Security.Tests.Tokens;

public sealed class SigningKeysTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void LoadOrCreate_Twice_IsTheSameKey_InAPrivateFile()
    {
        var first = SigningKeys.LoadOrCreate(_folder.FullPath);
        var second = SigningKeys.LoadOrCreate(_folder.FullPath);

        Assert.Equal(first.Signing.Key.KeyId, second.Signing.Key.KeyId);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.File("signing-keys.json")));
    }

    [Fact]
    public void PublicKeySet_HoldsNoPrivatePart()
    {
        using var set = JsonDocument.Parse(SigningKeys.LoadOrCreate(_folder.FullPath).PublicKeySet);

        var key = Assert.Single(set.RootElement.GetProperty("keys").EnumerateArray());
        Assert.Equal(["alg", "e", "key_ops", "kid", "kty", "n", "use"], key.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal("[\"verify\"]", key.GetProperty("key_ops").GetRawText());
    }

    [Fact]
    public void Load_GivenFile_SignsWithItsKey_AndWarnsWhenOthersMayReadIt()
    {
        var made = SigningKeys.LoadOrCreate(_folder.FullPath);
        var given = _folder.File("given.jwks");
        File.Copy(_folder.File("signing-keys.json"), given);
        Assert.Null(SigningKeys.Load(given).Warning);

        File.SetUnixFileMode(given, UnixFileMode.UserRead | UnixFileMode.OtherRead);

        var keys = SigningKeys.Load(given);
        Assert.Equal(made.Signing.Key.KeyId, keys.Signing.Key.KeyId);
        Assert.Contains("chmod 600", keys.Warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"keys\":[]}")]
    [InlineData("{\"keys\":[{\"kty\":\"RSA\"}]}")]
    [InlineData("{\"keys\":[{\"kty\":\"RSA\",\"n\":\"***\",\"e\":\"AQAB\"}]}")]
    [InlineData("{\"keys\":[{\"kty\":\"oct\",\"key_ops\":[\"sign\"]}]}")]
    public void Load_UnusableFile_SaysWhyAndWhatToGive(string content)
    {
        File.WriteAllText(_folder.File("bad.jwks"), content);

        var failure = Assert.Throws<DiracException>(() => SigningKeys.Load(_folder.File("bad.jwks")));

        Assert.Equal(ErrorCode.BadConfiguration, failure.Code);
        Assert.Contains("key_ops", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_KeyWithoutSignOperation_IsRefused()
    {
        SigningKeys.LoadOrCreate(_folder.FullPath);
        var text = File.ReadAllText(_folder.File("signing-keys.json"), Encoding.UTF8).Replace("\"sign\",", "", StringComparison.Ordinal);
        File.WriteAllText(_folder.File("verify-only.jwks"), text);

        Assert.Throws<DiracException>(() => SigningKeys.Load(_folder.File("verify-only.jwks")));
    }

    [Fact]
    public void Load_MissingFile_NamesTheOption()
    {
        var failure = Assert.Throws<DiracException>(() => SigningKeys.Load(_folder.File("absent")));

        Assert.Contains("--jwks", failure.Advice, StringComparison.Ordinal);
    }
}
