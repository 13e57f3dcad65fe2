using Dirac.Hosting.Serving.GridTls;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;
using Dirac.Testing;

namespace Dirac.Hosting.Tests.Serving.GridTls;

public sealed class HostCredentialTests
{
    private static readonly CfgSection Configured = CfgSection.Empty
        .With("/DIRAC/Security/CertFile", "/cs/cert.pem").With("/DIRAC/Security/KeyFile", "/cs/key.pem").With("/DIRAC/Security/CALocation", "/cs/certificates");

    [Fact]
    public void Find_NothingSaid_IsTheGridsFolder() => Assert.Equal(
        new GridSecurityPaths("/etc/grid-security/hostcert.pem", "/etc/grid-security/hostkey.pem", "/etc/grid-security/certificates"),
        GridSecurityPaths.Find(CfgSection.Empty, _ => null));

    [Fact]
    public void Find_Configuration_IsTaken() => Assert.Equal(
        new GridSecurityPaths("/cs/cert.pem", "/cs/key.pem", "/cs/certificates"), GridSecurityPaths.Find(Configured, _ => ""));

    [Fact]
    public void Find_Environment_WinsForTheHost_NotForTheAuthorities() => Assert.Equal(
        new GridSecurityPaths("DIRAC_X509_HOST_CERT", "DIRAC_X509_HOST_KEY", "/cs/certificates"), GridSecurityPaths.Find(Configured, name => name));

    [Fact]
    public void Read_NoFile_SaysWhereToPutIt()
    {
        var failure = Assert.Throws<DiracException>(() => HostCredentialFile.Read(new GridSecurityPaths("/nowhere/cert.pem", "/nowhere/key.pem", "/nowhere")));

        Assert.Equal(ErrorCode.BadConfiguration, failure.Code);
        Assert.Contains("DIRAC_X509_HOST_CERT", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_KeyOpenToOthers_IsRefused()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("cert.pem"), "");
        File.WriteAllText(folder.File("key.pem"), "");
        File.SetUnixFileMode(folder.File("key.pem"), UnixFileMode.UserRead | UnixFileMode.OtherRead);

        var failure = Assert.Throws<DiracException>(() => HostCredentialFile.Read(new GridSecurityPaths(folder.File("cert.pem"), folder.File("key.pem"), "")));

        Assert.Equal(ErrorCode.NotAuthorized, failure.Code);
    }
}
