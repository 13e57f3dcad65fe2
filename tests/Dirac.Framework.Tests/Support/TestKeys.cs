using Dirac.Security.Tokens;
using Dirac.Testing;

namespace Dirac.Framework.Tests.Support;

/// <summary>Signing keys for servers of tests, made once: to make a key takes longer than most tests.</summary>
internal static class TestKeys
{
    private static readonly Lazy<byte[]> Content = new(() =>
    {
        using var folder = new TempFolder();
        _ = SigningKeys.LoadOrCreate(folder.File("keys"));
        return File.ReadAllBytes(Path.Combine(folder.File("keys"), "signing-keys.json"));
    });

    /// <summary>Writes them to a file, as <c>--jwks</c> takes it.</summary>
    public static void WriteTo(string file) => File.WriteAllBytes(file, Content.Value);
}
