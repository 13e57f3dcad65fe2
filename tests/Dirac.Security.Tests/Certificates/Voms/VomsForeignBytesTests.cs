using Dirac.Security.Certificates.Authorities;
using Dirac.Security.Certificates.Validation;
using Dirac.Security.Certificates.Voms;
using Dirac.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Dirac.Security.Tests.Certificates.Voms;

/// <summary>What the reference client made is read and accepted as it is, and in no other way. <c>DIRAC_FUZZ_SECONDS</c> and <c>DIRAC_FUZZ_SEED</c> as elsewhere.</summary>
public sealed class VomsForeignBytesTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(VomsSamples.Now);

    public VomsForeignBytesTests()
    {
        Directory.CreateDirectory(_folder.File("dirac.example.org"));
        File.WriteAllText(
            Path.Combine(_folder.File("dirac.example.org"), "voms.example.org.lsc"), "/DC=org/DC=testgrid/CN=voms.example.org\n/DC=org/DC=testgrid/CN=VOMS Test CA\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_ProxyOfTheReferenceClient_IsAccepted()
    {
        var attributes = VomsBed.Accepted(Assert.Single(Reader().Read(Peer(VomsSamples.Proxy))));

        Assert.Equal(("dirac.example.org", "voms.example.org:15000"), (attributes.Vo, attributes.Server));
        Assert.Equal(["/dirac.example.org/Role=prod", "/dirac.example.org/sub"], attributes.Fqans.Select(fqan => fqan.ToString()));
        Assert.Equal("/DC=org/DC=testgrid/CN=voms.example.org", attributes.Signer.OneLine);
        Assert.Equal(new VomsGenericAttribute("nickname", "ann ", "dirac.example.org"), Assert.Single(attributes.GenericAttributes));
        Assert.Equal(new DateTimeOffset(2026, 11, 27, 23, 51, 40, TimeSpan.Zero), attributes.NotBefore);
        Assert.Equal(new DateTimeOffset(2026, 11, 28, 23, 51, 40, TimeSpan.Zero), attributes.NotAfter);
    }

    [Fact]
    public void Read_ItsOldFormat_IsAcceptedToo() =>
        Assert.Equal("/dirac.example.org", Assert.Single(VomsBed.Accepted(Assert.Single(Reader().Read(Peer(VomsSamples.OldProxy)))).Fqans).ToString());

    [Fact]
    public void Read_ItsTargetedAndCriticalOnes_AreRefused()
    {
        var peer = Peer(VomsSamples.Proxy);

        Assert.Equal(VomsFault.WrongTarget, VomsBed.Fault(Judge(peer, VomsSamples.Targeted)));
        Assert.Equal(VomsFault.UnknownCriticalExtension, VomsBed.Fault(Judge(peer, VomsSamples.Critical)));
    }

    [Fact]
    public void Read_ADayLater_IsRefused()
    {
        var peer = Peer(VomsSamples.Proxy);
        _clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(VomsFault.Expired, VomsBed.Fault(Assert.Single(Reader().Read(peer))));
    }

    [Fact]
    public void Read_CutAnywhere_IsMalformed()
    {
        var peer = Peer(VomsSamples.Proxy);
        var extension = peer.VomsAttributes[0].ToArray();
        for (var length = 0; length < extension.Length; length++)
            Assert.Equal(VomsFault.Malformed, VomsBed.Fault(Judge(peer, extension[..length])));
        var certificate = VomsExtension.TryRead(extension)![0];
        for (var length = 0; length < certificate.Length; length++) Assert.Null(AttributeCertificate.TryRead(certificate[..length]));
    }

    [Fact]
    public void Read_AnyByteChanged_IsNeverAccepted()
    {
        var peer = Peer(VomsSamples.Proxy);
        var good = peer.VomsAttributes[0].ToArray();
        for (var at = 0; at < good.Length; at++)
        {
            var changed = good.ToArray();
            changed[at] ^= 0x11;
            Assert.True(ReadAll(peer, changed).All(verdict => verdict is VomsVerdict.Refused), $"byte {at}");
        }
    }

    [Fact]
    public void Read_RandomDamage_NeverThrows()
    {
        var seed = Setting("DIRAC_FUZZ_SEED") ?? Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var peer = Peer(VomsSamples.Proxy);
        byte[][] corpus = [peer.VomsAttributes[0].ToArray(), VomsSamples.Targeted, VomsSamples.Critical];
        var start = TimeProvider.System.GetTimestamp();
        for (var run = 0; TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(Setting("DIRAC_FUZZ_SECONDS") ?? 2); run++)
        {
            var bytes = Damage(random, corpus[random.Next(corpus.Length)]);
            try
            {
                foreach (var verdict in ReadAll(peer, bytes)) Assert.NotEmpty((verdict as VomsVerdict.Refused)?.Reason ?? "accepted");
                LscChain.Parse(System.Text.Encoding.Latin1.GetString(bytes));
            }
            catch (Exception escaped)
            {
                throw new InvalidOperationException($"DIRAC_FUZZ_SEED={seed}, run {run}: {Convert.ToHexString(bytes)}", escaped);
            }
        }
    }

    // Single bytes of lengths, tags and values, so that most of it is still read.
    private static byte[] Damage(Random random, byte[] good)
    {
        var bytes = good.ToArray();
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(bytes.Length);
            bytes[at] = random.Next(3) switch { 0 => (byte)random.Next(256), 1 => (byte)(bytes[at] ^ (1 << random.Next(8))), _ => (byte)(bytes[at] + 1) };
        }

        return bytes;
    }

    private static int? Setting(string name) => int.TryParse(Environment.GetEnvironmentVariable(name), out var value) ? value : null;

    private static CaSnapshot Trust() => TestGrid.Trusting([new Made(VomsSamples.Authority, TestKeys.Get("none", isEc: true))]);

    private GridPeer Peer(byte[] proxy) => TestGrid.Accepted(new ChainValidator(new ChainValidationOptions(), _clock).Validate([proxy, VomsSamples.User], Trust()));

    private VomsReader Reader() => new(new VomsOptions(), new VomsDirectory(_folder.FullPath), Trust, _clock);

    private IReadOnlyList<VomsVerdict> ReadAll(GridPeer peer, byte[] extension) => Reader().Read(peer with { VomsAttributes = [extension] });

    private VomsVerdict Judge(GridPeer peer, byte[] extension) => Assert.Single(ReadAll(peer, extension));
}
