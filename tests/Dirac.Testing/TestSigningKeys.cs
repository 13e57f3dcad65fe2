using System.Buffers.Text;
using System.Security.Cryptography;

namespace Dirac.Testing;

/// <summary>Keys with which servers sign tokens, made once for all tests of a suite: to make them takes longer than most tests.</summary>
public static class TestSigningKeys
{
    private const string FileName = "signing-keys.json";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly Lazy<string> KeySet = new(Make);

    /// <summary>Puts them where a server that starts in <paramref name="dataDirectory"/> finds its own, so that it makes none.</summary>
    public static void PutInto(string dataDirectory)
    {
        var path = Path.Combine(dataDirectory, FileName);
        if (OperatingSystem.IsWindows() || File.Exists(path)) return;
        Directory.CreateDirectory(dataDirectory, OwnerOnly | UnixFileMode.UserExecute);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly };
        using var file = new StreamWriter(path, options);
        file.Write(KeySet.Value);
    }

    private static string Make()
    {
        using var key = RSA.Create(2048);
        var parts = key.ExportParameters(includePrivateParameters: true);
        return $$"""
            {"keys":[{"kty":"RSA","use":"sig","alg":"RS256","key_ops":["sign","verify"],"n":"{{Text(parts.Modulus)}}","e":"{{Text(parts.Exponent)}}","d":"{{Text(parts.D)}}",
            "p":"{{Text(parts.P)}}","q":"{{Text(parts.Q)}}","dp":"{{Text(parts.DP)}}","dq":"{{Text(parts.DQ)}}","qi":"{{Text(parts.InverseQ)}}"}]}
            """;
    }

    private static string Text(byte[]? number) => Base64Url.EncodeToString(number);
}
