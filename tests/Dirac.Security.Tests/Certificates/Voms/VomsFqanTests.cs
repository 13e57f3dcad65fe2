using Dirac.Security.Certificates.Voms;

namespace Dirac.Security.Tests.Certificates.Voms;

public sealed class VomsFqanTests
{
    [Theory]
    [InlineData("/vo", "/vo", null, null, "/vo")]
    [InlineData("/vo/Role=NULL/Capability=NULL", "/vo", null, null, "/vo")]
    [InlineData("/vo/a/b/Role=prod/Capability=NULL", "/vo/a/b", "prod", null, "/vo/a/b/Role=prod")]
    [InlineData("/vo/Role=prod", "/vo", "prod", null, "/vo/Role=prod")]
    [InlineData("/vo/Capability=x", "/vo", null, "x", "/vo/Capability=x")]
    [InlineData("/vo/Role=prod/Capability=x", "/vo", "prod", "x", "/vo/Role=prod/Capability=x")]
    public void TryParse_GoodTexts_AreTakenApart(string text, string group, string? role, string? capability, string shown)
    {
        var fqan = VomsFqan.TryParse(text)!;

        Assert.Equal((group, role, capability, shown, "vo"), (fqan.Group, fqan.Role, fqan.Capability, fqan.ToString(), fqan.Vo));
        Assert.Equal(fqan, VomsFqan.TryParse(shown));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("vo")]
    [InlineData("/vo/")]
    [InlineData("//vo")]
    [InlineData("/Role=prod")]
    [InlineData("/vo/Role=")]
    [InlineData("/vo/Role=a/Role=b")]
    [InlineData("/vo/Role=a=b")]
    [InlineData("/vo/Role=a/group")]
    [InlineData("/vo/Capability=x/Role=a")]
    [InlineData("/vo/a\u0007")]
    public void TryParse_OtherTexts_AreNull(string text) => Assert.Null(VomsFqan.TryParse(text));

    [Fact]
    public void TryParse_VeryLong_IsNull() => Assert.Null(VomsFqan.TryParse("/" + new string('a', 1024)));
}
