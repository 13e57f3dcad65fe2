using System.Security.Cryptography;
using System.Text;
using Dirac.Model.Errors;
using Dirac.Security.Certificates.Proxies;
using Dirac.Testing;

namespace Dirac.Security.Tests.Certificates;

/// <summary>Keys as openssl writes them, in its forms of today and of long ago.</summary>
public sealed class UserKeyFileTests : IDisposable
{
    private const string Passphrase = "naïve pass phrase";
    private readonly TempFolder _folder = new();

    private string KeyPath => _folder.File("userkey.pem");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, "rsa", "-traditional", "-aes128")]
    [InlineData(false, "rsa", "-traditional", "-aes192")]
    [InlineData(false, "rsa", "-traditional", "-aes256")]
    [InlineData(false, "rsa", "-traditional", "-des3")]
    [InlineData(true, "ec", "-aes256")]
    [InlineData(false, "pkcs8", "-topk8", "-v2", "aes-256-cbc")]
    [InlineData(false, "pkcs8", "-topk8", "-v2", "des3")]
    [InlineData(false, "pkcs8", "-topk8", "-v1", "PBE-SHA1-3DES")]
    [InlineData(true, "pkcs8", "-topk8", "-v2", "aes-128-cbc")]
    public async Task Read_EncryptedByOpenSsl_IsTheKeyForItsPassphraseOnly(bool isEc, params string[] how)
    {
        var original = TestKeys.Get("user", isEc);
        await EncryptAsync(original, how);

        using var key = UserKeyFile.Read(KeyPath, () => Passphrase);
        Assert.Equal(original.ExportSubjectPublicKeyInfo(), key.ExportSubjectPublicKeyInfo());
        foreach (var wrong in new[] { "", "wrong", Passphrase + " ", Passphrase.ToUpperInvariant() })
            Assert.Contains("the passphrase is wrong", Refusal(() => wrong), StringComparison.Ordinal);
    }

    // One in 256 wrong passphrases yields good padding, and then bytes that are no key.
    [Fact]
    public async Task Read_ManyWrongPassphrases_AreAllToldSo()
    {
        await EncryptAsync(TestKeys.Get("user", isEc: true), "ec", "-aes128");
        for (var number = 0; number < 1500; number++)
            Assert.Contains("the passphrase is wrong", Refusal(() => $"wrong {number}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rsa", "-traditional", "-camellia128")]
    [InlineData("pkcs8", "-topk8", "-scrypt")]
    public async Task Read_EncryptedInAnotherWay_SaysHowToConvertWithoutAsking(params string[] how)
    {
        await EncryptAsync(TestKeys.Get("user", isEc: false), how);

        var refused = Assert.Throws<DiracException>(() => UserKeyFile.Read(KeyPath, NobodyAsks));
        Assert.Contains("not read here", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"openssl pkcs8 -topk8 -in {KeyPath}", refused.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Unencrypted_AsksNothing()
    {
        var rsa = (RSA)TestKeys.Get("user", isEc: false);
        var curve = (ECDsa)TestKeys.Get("user", isEc: true);
        foreach (var (pem, key) in new (string, AsymmetricAlgorithm)[]
            { (rsa.ExportPkcs8PrivateKeyPem(), rsa), (rsa.ExportRSAPrivateKeyPem(), rsa), (curve.ExportPkcs8PrivateKeyPem(), curve), (curve.ExportECPrivateKeyPem(), curve) })
        {
            Write(pem);
            using var read = UserKeyFile.Read(KeyPath, NobodyAsks);
            Assert.Equal(key.ExportSubjectPublicKeyInfo(), read.ExportSubjectPublicKeyInfo());
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,zz\n\nAAAA\n-----END RSA PRIVATE KEY-----\n")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC\n\nAAAA\n-----END RSA PRIVATE KEY-----\n")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")]
    public void Read_NoKey_IsRefusedWithoutAsking(string text)
    {
        Write(text);
        Assert.Contains("does not hold a key", Refusal(NobodyAsks), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DEK-Info: AES-128-CBC,00\n\nAAAA")]
    [InlineData("DEK-Info: DES-EDE3-CBC,0011223344556677\n\nAAAA")]
    [InlineData("DEK-Info: AES-256-CBC,00112233445566778899AABBCCDDEEFF\n")]
    public void Read_DamagedKey_IsRefused(string body)
    {
        Write($"-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n{body}\n-----END RSA PRIVATE KEY-----\n");
        Assert.Contains("or the file is damaged", Refusal(() => "x"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_CutOrDamaged_IsAKeyOrAReason()
    {
        await EncryptAsync(TestKeys.Get("user", isEc: true), "ec", "-aes128");
        var good = await File.ReadAllTextAsync(KeyPath, TestContext.Current.CancellationToken);
        var random = new Random(TestSeed.Next());
        for (var at = 0; at < good.Length; at++)
        {
            foreach (var bad in new[] { good[..at], good.Remove(at, 1), good[..at] + (char)random.Next(256) + good[(at + 1)..] })
            {
                Write(bad);
                var escaped = Record.Exception(() => UserKeyFile.Read(KeyPath, () => Passphrase).Dispose());
                Assert.True(escaped is null or DiracException, $"{escaped}\n{bad}");
            }
        }
    }

    [Fact]
    public void Read_MissingOrOpenFile_IsRefusedWithoutAsking()
    {
        Assert.Contains("There is no key at", Refusal(NobodyAsks), StringComparison.Ordinal);
        if (OperatingSystem.IsWindows()) return;
        Write(TestKeys.Get("user", isEc: true).ExportPkcs8PrivateKeyPem());
        File.SetUnixFileMode(KeyPath, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.Equal(ErrorCode.NotAuthorized, Assert.Throws<DiracException>(() => UserKeyFile.Read(KeyPath, NobodyAsks)).Code);
    }

    private static string NobodyAsks() => throw new InvalidOperationException("The passphrase was asked for.");

    private string Refusal(Func<string> passphrase)
    {
        var refused = Assert.Throws<DiracException>(() => UserKeyFile.Read(KeyPath, passphrase));
        Assert.Equal(ErrorCode.BadRequest, refused.Code);
        Assert.NotEmpty(refused.Advice!);
        return refused.Message;
    }

    private async Task EncryptAsync(AsymmetricAlgorithm key, params string[] how)
    {
        OpenSsl.SkipWithout();
        var (code, output) = await OpenSsl.RunAsync(Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()), [.. how, "-passout", $"pass:{Passphrase}"]);
        Assert.True(code == 0, output);
        Write(output);
    }

    private void Write(string text)
    {
        if (File.Exists(KeyPath)) File.Delete(KeyPath);
        File.WriteAllText(KeyPath, text);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(KeyPath, UnixFileMode.UserRead);
    }
}
