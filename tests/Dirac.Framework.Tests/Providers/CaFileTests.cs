using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dirac.Framework.Tests.Support;
using Dirac.IdentityProvider;
using Dirac.Model.Errors;
using Dirac.Testing;

namespace Dirac.Framework.Tests.Providers;

public sealed class CaFileTests
{
    [Fact]
    public async Task LogIn_ProviderOfAnAuthorityThatIsNotTheSystems_NeedsItsFile()
    {
        using var folder = new TempFolder();
        using var certificate = Make();
        await File.WriteAllTextAsync(folder.File("ca.pem"), certificate.ExportCertificatePem(), TestContext.Current.CancellationToken);
        await using var world = await LoginWorld.StartAsync(new IdentityProviderSettings { Certificate = certificate });

        var problem = await Assert.ThrowsAsync<DiracException>(world.LogInAsync);
        Assert.Equal(ErrorCode.Unavailable, problem.Code);

        world.Configuration.Root = world.Configuration.Root.With("/Resources/IdProviders/Test/ca_file", folder.File("ca.pem"));
        await world.Providers.BeginAsync(world.NewVisit(), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task LogIn_CaFileThatIsNone_TellsTheAdministrator()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("ca.pem"), "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n", TestContext.Current.CancellationToken);
        await using var world = await LoginWorld.StartAsync(options: new Dictionary<string, string> { ["ca_file"] = folder.File("ca.pem") });

        Assert.Equal(ErrorCode.BadConfiguration, (await Assert.ThrowsAsync<DiracException>(world.LogInAsync)).Code);
    }

    private static X509Certificate2 Make()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Test provider", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddHours(-1), now.AddHours(1));
    }
}
