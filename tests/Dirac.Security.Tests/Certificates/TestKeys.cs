using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Dirac.Security.Tests.Certificates;

/// <summary>Keys by name, made once for all tests: RSA keys take long.</summary>
internal static class TestKeys
{
    private static readonly ConcurrentDictionary<(string Name, bool IsEc), Lazy<AsymmetricAlgorithm>> Keys = new();

    public static AsymmetricAlgorithm Get(string name, bool isEc) => Keys.GetOrAdd(
        (name, isEc), _ => new(() => isEc ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : RSA.Create(name == "weak" ? 1024 : 2048))).Value;
}
