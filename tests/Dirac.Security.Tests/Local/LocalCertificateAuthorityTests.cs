using System.Net;
using System.Security.Cryptography.X509Certificates;
using Dirac.Security.Local;
using Dirac.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Dirac.Security.Tests.Local;

public sealed class LocalCertificateAuthorityTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ServerCertificate_ChainsToTheAuthority_AndNamesThisMachine()
    {
        using var authority = Open(ServerNames.ThisMachine);
        var server = authority.ServerCertificate;

        Assert.True(Chains(server, authority.CertificatePath));
        Assert.True(server.HasPrivateKey);
        Assert.True(server.MatchesHostname("localhost"));
        Assert.True(server.MatchesHostname("127.0.0.1"));
        Assert.True(server.MatchesHostname("::1"));
        Assert.False(server.MatchesHostname("example.org"));
    }

    [Fact]
    public void Keys_AreReadableByTheirOwnerOnly()
    {
        using var authority = Open(ServerNames.ThisMachine);
        _ = authority.ServerCertificate;

        foreach (var key in new[] { "ca-key.pem", "server-key.pem" })
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.File(key)));
    }

    [Fact]
    public void ServerCertificate_Reopened_IsTheSame()
    {
        using var first = Open(ServerNames.ThisMachine);
        using var second = Open(ServerNames.ThisMachine);

        Assert.Equal(first.ServerCertificate.Thumbprint, second.ServerCertificate.Thumbprint);
    }

    [Fact]
    public void ServerCertificate_SeenFromANodeWhoseClockIsHoursBehind_HasBegun()
    {
        using var authority = Open(ServerNames.ThisMachine);
        var server = authority.ServerCertificate;
        using var trusted = X509CertificateLoader.LoadCertificateFromFile(authority.CertificatePath);

        Assert.All([server, trusted], certificate => Assert.True(certificate.NotBefore.ToUniversalTime() <= _clock.GetUtcNow().AddHours(-25)));
    }

    [Fact]
    public void ServerCertificate_NearItsEnd_IsRenewedByTheSameAuthority()
    {
        using var authority = Open(ServerNames.ThisMachine);
        var old = authority.ServerCertificate.Thumbprint;
        var trusted = File.ReadAllText(authority.CertificatePath);

        _clock.Advance(TimeSpan.FromDays(340));

        Assert.NotEqual(old, authority.ServerCertificate.Thumbprint);
        Assert.Equal(trusted, File.ReadAllText(authority.CertificatePath));
    }

    [Fact]
    public void ServerCertificate_AuthorityNearItsEnd_BothAreRenewed()
    {
        using var authority = Open(ServerNames.ThisMachine);
        _ = authority.ServerCertificate;
        var trusted = File.ReadAllText(authority.CertificatePath);

        _clock.Advance(TimeSpan.FromDays(3640));

        Assert.True(Chains(authority.ServerCertificate, authority.CertificatePath));
        Assert.NotEqual(trusted, File.ReadAllText(authority.CertificatePath));
    }

    [Fact]
    public void ServerCertificate_NewNameWanted_IsMadeForIt()
    {
        using (var before = Open(ServerNames.ThisMachine))
            Assert.False(before.ServerCertificate.MatchesHostname("dirac.example.org"));

        using var after = Open(ServerNames.ThisMachine.With(["dirac.example.org", "192.0.2.7"]));

        Assert.True(after.ServerCertificate.MatchesHostname("dirac.example.org"));
        Assert.True(after.ServerCertificate.MatchesHostname("192.0.2.7"));
    }

    [Fact]
    public void With_KnownNames_AddsNothingTwice() =>
        Assert.Equal(ServerNames.ThisMachine.Addresses, ServerNames.ThisMachine.With([IPAddress.Loopback.ToString()]).Addresses);

    private LocalCertificateAuthority Open(ServerNames names) => new(_folder.FullPath, names, _clock);

    private bool Chains(X509Certificate2 server, string authorityPath)
    {
        using var authority = X509CertificateLoader.LoadCertificateFromFile(authorityPath);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = _clock.GetUtcNow().UtcDateTime;
        return chain.Build(server);
    }
}
