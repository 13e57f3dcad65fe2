using Dirac.Model.Errors;
using Dirac.Security.Tokens;
using Dirac.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Dirac.Security.Tests.Tokens;

public sealed class KeyRotationTests : IDisposable
{
    private static readonly TokenOptions Options = new("https://dirac.example.org");
    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string File => SigningKeys.UsualFile(_folder.FullPath);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Rotation_StepByStep_RefusesNoTokenBeforeItsKeyIsRemoved()
    {
        var ring = new KeyRing(SigningKeys.LoadOrCreate(_folder.FullPath));
        var (issuer, validator, editor) = (new TokenIssuer(ring, Options, _clock), new TokenValidator(ring, Options, _clock), new KeySetEditor(File));
        var (old, before) = (ring.Current.SigningKeyId, issuer.Issue(TokenFixture.Ann).Value);
        await AcceptedAsync(validator, before);

        var added = editor.Add();
        ring.Replace(SigningKeys.Load(File));
        Assert.Equal((old, 2), (ring.Current.SigningKeyId, ring.Current.KeyIds.Count));
        editor.Use(added);
        ring.Replace(SigningKeys.Load(File));
        var after = issuer.Issue(TokenFixture.Ann).Value;

        Assert.Equal([(old, false), (added, true)], editor.List());
        await AcceptedAsync(validator, before);
        await AcceptedAsync(validator, after);
        editor.Remove(old);
        ring.Replace(SigningKeys.Load(File));
        Assert.IsType<TokenVerdict.Refused>(await validator.ValidateAsync(before, Cancellation));
        await AcceptedAsync(validator, after);
    }

    [Fact]
    public void Edit_KeyThatSigns_CannotBeRemoved_AndUnknownOnesAreTold()
    {
        var old = SigningKeys.LoadOrCreate(_folder.FullPath).SigningKeyId;
        var editor = new KeySetEditor(File);

        Assert.Equal(ErrorCode.Conflict, Assert.Throws<DiracException>(() => editor.Remove(old)).Code);
        Assert.Equal(ErrorCode.NotFound, Assert.Throws<DiracException>(() => editor.Use("other")).Code);
        Assert.Equal(ErrorCode.NotFound, Assert.Throws<DiracException>(() => editor.Remove("other")).Code);
    }

    [Fact]
    public void Edit_KeysOfOtherTypes_AreKeptAsTheyAre()
    {
        SigningKeys.LoadOrCreate(_folder.FullPath);
        var text = System.IO.File.ReadAllText(File).Replace("{\"keys\":[", "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AA\",\"kid\":\"other\"},", StringComparison.Ordinal);
        System.IO.File.WriteAllText(File, text);

        new KeySetEditor(File).Add();

        Assert.Contains("\"crv\":\"Ed25519\",\"x\":\"AA\"", System.IO.File.ReadAllText(File), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    [Fact]
    public void Load_TwoKeysOfOneName_IsRefused()
    {
        SigningKeys.LoadOrCreate(_folder.FullPath);
        var key = System.IO.File.ReadAllText(File)["{\"keys\":[".Length..^2];
        System.IO.File.WriteAllText(File, $"{{\"keys\":[{key},{key}]}}");

        Assert.Contains("are called", Assert.Throws<DiracException>(() => SigningKeys.Load(File)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DeriveKey_IsTheSameForTheSameKeyAndPurpose_AndIsFoundAfterAChange()
    {
        var keys = SigningKeys.LoadOrCreate(_folder.FullPath);
        var derived = keys.DeriveKey("visits");
        Assert.Equal(derived, SigningKeys.Load(File).DeriveKey("visits"));
        Assert.Equal(32, derived.Length);
        Assert.NotEqual(derived, keys.DeriveKey("other"));

        var editor = new KeySetEditor(File);
        editor.Use(editor.Add());
        var changed = SigningKeys.Load(File);

        Assert.NotEqual(derived, changed.DeriveKey("visits"));
        Assert.Equal([changed.DeriveKey("visits"), derived], changed.DeriveKeys("visits"));
    }

    private static async Task AcceptedAsync(TokenValidator validator, string token) => Assert.IsType<TokenVerdict.Valid>(await validator.ValidateAsync(token, Cancellation));
}
