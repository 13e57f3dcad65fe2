using Dirac.Framework.Providers;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;
using Dirac.Testing;

namespace Dirac.Framework.Tests.Providers;

public sealed class ProviderSectionTests
{
    private static readonly CfgSection Root = CfgSection.Empty
        .With("/Registry/VO/demo/IdProvider", "IAM")
        .With("/Resources/IdProviders/IAM/issuer", "https://iam.example.org/")
        .With("/Resources/IdProviders/IAM/client_id", "dirac");

    [Fact]
    public void Find_DiracsForm_HasUsualValues()
    {
        var settings = ProviderSection.Find(Root, "demo")!;

        Assert.Equal(("IAM", "dirac", null, ClientAuthentication.None, "openid profile email"), (settings.Name, settings.ClientId, settings.ClientSecret, settings.Authentication, settings.Scope));
        Assert.Equal((TimeSpan.FromSeconds(10), false), (settings.Timeout, settings.MapsGroupsByName));
    }

    [Fact]
    public void Find_Secret_ComesFromAFileAndIsNotShown()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("secret"), "hidden\n");
        var settings = ProviderSection.Find(Root.With("/Resources/IdProviders/IAM/client_secret_file", folder.File("secret")), "demo")!;

        Assert.Equal(("hidden", ClientAuthentication.Any), (settings.ClientSecret, settings.Authentication));
        Assert.DoesNotContain("hidden", settings.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("")]
    [InlineData("demo/IdProvider")]
    [InlineData("../VO/demo")]
    public void Find_NoVo_IsNone(string vo)
    {
        Assert.Null(ProviderSection.Find(Root, vo));
        Assert.False(ProviderSection.IsNamed(Root, vo));
    }

    [Theory]
    [InlineData("issuer", "http://iam.example.org/")]
    [InlineData("issuer", "iam.example.org")]
    [InlineData("issuer", "https://user@iam.example.org/")]
    [InlineData("issuer", "https://iam.example.org/?a=b")]
    [InlineData("issuer", "file:///etc/passwd")]
    [InlineData("issuer", "")]
    [InlineData("client_id", "")]
    [InlineData("client_secret_file", "/nowhere/at/all")]
    [InlineData("token_endpoint_auth_method", "client_secret_basic")]
    [InlineData("token_endpoint_auth_method", "private_key_jwt")]
    [InlineData("timeout", "0")]
    [InlineData("timeout", "61")]
    [InlineData("timeout", "soon")]
    [InlineData("scim_url", "http://iam.example.org/scim")]
    public void Find_OptionThatCannotBe_IsRefusedWithItsPath(string option, string value)
    {
        var problem = Assert.Throws<DiracException>(() => ProviderSection.Find(Root.With($"/Resources/IdProviders/IAM/{option}", value), "demo"));

        Assert.Equal(ErrorCode.BadConfiguration, problem.Code);
        Assert.Contains(option, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_NameWithoutSection_IsRefused() =>
        Assert.Throws<DiracException>(() => ProviderSection.Find(Root.With("/Registry/VO/demo/IdProvider", "Nowhere"), "demo"));

    [Fact]
    public void Find_ScopeWithoutOpenId_GetsIt() =>
        Assert.Equal("openid email", ProviderSection.Find(Root.With("/Resources/IdProviders/IAM/scope", "email"), "demo")!.Scope);
}
