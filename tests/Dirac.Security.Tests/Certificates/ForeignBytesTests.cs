using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dirac.Security.Certificates.Authorities;
using Dirac.Security.Certificates.Names;
using Dirac.Security.Certificates.Proxies;
using Dirac.Security.Certificates.Validation;

namespace Dirac.Security.Tests.Certificates;

/// <summary>Whatever bytes come, parsers answer and nothing is thrown. <c>DIRAC_FUZZ_SECONDS</c> and <c>DIRAC_FUZZ_SEED</c> as elsewhere.</summary>
public sealed class ForeignBytesTests
{
    private readonly TestGrid _grid = new(isEc: true);

    [Fact]
    public void Validate_CutAnywhere_IsRefused()
    {
        var proxy = _grid.MakeProxy(_grid.User, plan => (plan.Group, plan.PathLength) = ("grid_user", 3));
        for (var length = 0; length < proxy.Der.Length; length++)
            Assert.Equal(ChainFault.Malformed, TestGrid.Fault(Validate(proxy.Der[..length], _grid.User.Der)));
        Assert.Equal(ChainFault.Malformed, TestGrid.Fault(Validate([.. proxy.Der, 0], _grid.User.Der)));
    }

    [Fact]
    public void Validate_AnyBitOfTheProxyFlipped_IsRefused()
    {
        var proxy = _grid.MakeProxy(_grid.User, plan => (plan.Group, plan.PathLength) = ("grid_user", 3));
        TestGrid.Accepted(Validate(proxy.Der, _grid.User.Der));

        for (var bit = 0; bit < proxy.Der.Length * 8; bit++)
        {
            var flipped = proxy.Der.ToArray();
            flipped[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.True(Validate(flipped, _grid.User.Der) is ChainVerdict.Refused, $"bit {bit} of {Convert.ToHexString(proxy.Der)}");
        }
    }

    [Fact]
    public void Validate_AnyByteOfTheUsersCertificateChanged_IsRefused()
    {
        for (var at = 0; at < _grid.User.Der.Length; at++)
        {
            var changed = _grid.User.Der.ToArray();
            changed[at] ^= 0x11;
            Assert.True(Validate(changed) is ChainVerdict.Refused, $"byte {at} of {Convert.ToHexString(_grid.User.Der)}");
        }
    }

    [Fact]
    public void Parsers_RandomDamage_NeverThrow()
    {
        var seed = Setting("DIRAC_FUZZ_SEED") ?? Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        byte[][] corpus = [_grid.User.Der, _grid.User.Key.ExportPkcs8PrivateKey(), _grid.MakeProxy(_grid.User, plan => plan.Group = "g").Der, _grid.MakeList([_grid.User]), TestGrid.NameOf("Ann").RawData, Request()];
        using var user = ProxyFile.TryParse(_grid.User.Pem + _grid.User.KeyPem)!;
        var end = TimeProvider.System.GetTimestamp();
        for (var run = 0; TimeProvider.System.GetElapsedTime(end) < TimeSpan.FromSeconds(Setting("DIRAC_FUZZ_SECONDS") ?? 2); run++)
        {
            var bytes = Damage(random, corpus[random.Next(corpus.Length)]);
            try
            {
                Validate(bytes, _grid.User.Der);
                RevocationList.TryRead(bytes);
                DistinguishedName.TryRead(bytes);
                ProxyFile.TryParse(PemEncoding.WriteString("CERTIFICATE", bytes) + "\n" + _grid.User.KeyPem)?.Dispose();
                ProxyFile.TryParse(_grid.User.Pem + PemEncoding.WriteString("PRIVATE KEY", bytes))?.Dispose();
                new ProxyMaker(_grid.Clock).SignRequest(user, PemEncoding.WriteString("CERTIFICATE REQUEST", bytes), new ProxyOptions());
            }
            catch (Exception escaped)
            {
                throw new InvalidOperationException($"DIRAC_FUZZ_SEED={seed}, run {run}: {Convert.ToHexString(bytes)}", escaped);
            }
        }
    }

    private static byte[] Request() =>
        new CertificateRequest(TestGrid.NameOf("any"), (ECDsa)TestKeys.Get("delegate", isEc: true), HashAlgorithmName.SHA256).CreateSigningRequest();

    private static byte[] Damage(Random random, byte[] good)
    {
        var bytes = good.ToList();
        for (var times = random.Next(1, 6); times > 0; times--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: bytes.Insert(at, (byte)random.Next(256)); break;
                default: if (bytes.Count > 1) bytes.RemoveAt(at); break;
            }
        }

        return [.. bytes];
    }

    private static int? Setting(string name) => int.TryParse(Environment.GetEnvironmentVariable(name), out var value) ? value : null;

    private ChainVerdict Validate(params byte[][] sent) =>
        new ChainValidator(new ChainValidationOptions { RememberFor = TimeSpan.Zero }, _grid.Clock).Validate([.. sent.Select(one => (ReadOnlyMemory<byte>)one)], _grid.Trust);
}
