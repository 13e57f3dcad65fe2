using System.Security.Cryptography.X509Certificates;
using Dirac.Security.Certificates.Validation;

namespace Dirac.Security.Tests.Certificates;

/// <summary>Chains that must not pass, each for its own reason.</summary>
public abstract class RefusedChainTests(bool isEc)
{
    private readonly TestGrid _grid = new(isEc);

    [Fact]
    public void Validate_WrongName_IsRefused() => AssertRefused(ChainFault.SubjectNotUnderIssuer,
        plan => plan.Subject = TestName.Append(TestGrid.NameOf("Bob"), TestName.Rdn(TestName.Cn, "1")));

    [Fact]
    public void Validate_TwoCommonNamesMore_IsRefused() => AssertRefused(ChainFault.SubjectNotUnderIssuer,
        plan => plan.Subject = TestName.Append(plan.Issuer, TestName.Rdn(TestName.Cn, "1"), TestName.Rdn(TestName.Cn, "2")));

    [Fact]
    public void Validate_TwoCommonNamesInOnePart_IsRefused() => AssertRefused(ChainFault.SubjectNotUnderIssuer,
        plan => plan.Subject = TestName.Append(plan.Issuer, TestName.Rdn((TestName.Cn, TestName.Utf8, "1"u8.ToArray()), (TestName.Cn, TestName.Utf8, "2"u8.ToArray()))));

    [Fact]
    public void Validate_SameNameAsIssuer_IsRefused() => AssertRefused(ChainFault.SubjectNotUnderIssuer, plan => plan.Subject = plan.Issuer);

    [Fact]
    public void Validate_LastPartNotACommonName_IsRefused() => AssertRefused(ChainFault.SubjectNotUnderIssuer,
        plan => plan.Subject = TestName.Append(plan.Issuer, TestName.Rdn(TestName.Ou, "1")));

    [Fact]
    public void Validate_ProxyThatIsAnAuthority_IsRefused() => AssertRefused(ChainFault.ProxyIsAuthority, plan => plan.IsAuthority = true);

    [Fact]
    public void Validate_SubjectAlternativeName_IsRefused() => AssertRefused(ChainFault.AlternativeName, plan => plan.Others.Add(AlternativeName()));

    [Fact]
    public void Validate_IssuerAlternativeName_IsRefused() => AssertRefused(ChainFault.AlternativeName,
        plan => plan.Others.Add(new X509Extension("2.5.29.18", AlternativeName().RawData, critical: false)));

    [Fact]
    public void Validate_UnknownCriticalExtension_IsRefused() => AssertRefused(ChainFault.UnknownCriticalExtension,
        plan => plan.Others.Add(new X509Extension("1.2.3.4.5", [0x05, 0x00], critical: true)));

    [Fact]
    public void Validate_IndependentPolicy_IsRefused() => AssertRefused(ChainFault.PolicyNotAccepted, plan => plan.Language = "1.3.6.1.5.5.7.21.2");

    [Fact]
    public void Validate_AnyLanguagePolicy_IsRefused() => AssertRefused(ChainFault.PolicyNotAccepted, plan => plan.Language = "1.3.6.1.5.5.7.21.0");

    [Fact]
    public void Validate_PolicyBody_IsRefused() => AssertRefused(ChainFault.PolicyNotAccepted, plan => plan.Policy = [1, 2, 3]);

    [Fact]
    public void Validate_ProxyCertInfoNotCritical_IsRefused() => AssertRefused(ChainFault.ProxyCertInfoNotCritical, plan => plan.IsProxyInfoCritical = false);

    [Fact]
    public void Validate_KeyUsageWithoutDigitalSignature_IsRefused() =>
        AssertRefused(ChainFault.NoDigitalSignature, plan => plan.KeyUsage = X509KeyUsageFlags.KeyEncipherment);

    [Fact]
    public void Validate_NoKeyUsage_IsRefused() => AssertRefused(ChainFault.NoDigitalSignature, plan => plan.KeyUsage = null);

    [Fact]
    public void Validate_NoProxyCertInfo_IsRefused() => AssertRefused(ChainFault.ProxyCertInfoMissing, plan => plan.Language = null);

    [Fact]
    public void Validate_Forged_IsRefused() => AssertRefused(ChainFault.SignatureInvalid, plan => plan.SigningKey = TestKeys.Get("evil", _grid.IsEc));

    [Fact]
    public void Validate_Expired_IsRefused() => AssertRefused(ChainFault.Expired, plan => plan.NotAfter = TestGrid.Now.AddSeconds(-1));

    [Fact]
    public void Validate_NotYetValid_IsRefused() => AssertRefused(ChainFault.NotYetValid, plan => plan.NotBefore = TestGrid.Now.AddSeconds(1));

    [Fact]
    public void Validate_PurposeForServersOnly_IsRefused() => AssertRefused(ChainFault.NotForClients, plan => plan.AddPurpose("1.3.6.1.5.5.7.3.1"));

    [Fact]
    public void Validate_Sha1Signature_IsRefused() => AssertRefused(ChainFault.SignatureAlgorithmNotAccepted, plan => plan.IsSha1 = true);

    [Fact]
    public void Validate_WeakKey_IsRefused() => AssertRefused(ChainFault.KeyNotAccepted, plan => plan.Key = TestKeys.Get("weak", isEc: false));

    [Fact]
    public void Validate_ProxyInfoTwice_IsRefused()
    {
        // The last digit tells the extra extension apart until the certificate is patched.
        var proxy = _grid.MakeProxy(_grid.User, plan => plan.Others.Add(new X509Extension("1.3.6.1.5.5.7.1.99", plan.ProxyInfo().RawData, critical: true)));
        Assert.Equal(ChainFault.UnknownCriticalExtension, TestGrid.Fault(_grid.Judge(proxy, _grid.User)));

        var twice = proxy.Patched([0x06, 0x08, 0x2b, 6, 1, 5, 5, 7, 1, 99], [0x06, 0x08, 0x2b, 6, 1, 5, 5, 7, 1, 14], _grid.User.Key);

        Assert.Equal(ChainFault.Malformed, TestGrid.Fault(_grid.Judge(twice, _grid.User)));
    }

    [Fact]
    public void Validate_GroupWithControlCharacters_IsRefused() => AssertRefused(ChainFault.Malformed, plan => plan.Group = "grid\nuser");

    [Theory]
    [InlineData("proxy")]
    [InlineData("limited proxy")]
    public void Validate_GlobusLegacyProxy_IsRefused(string name) => AssertRefused(ChainFault.LegacyProxy, plan =>
    {
        plan.Language = null;
        plan.Subject = TestName.Append(plan.Issuer, TestName.Rdn(TestName.Cn, name));
    });

    [Fact]
    public void Validate_DraftProxy_IsRefused() => AssertRefused(ChainFault.LegacyProxy, plan =>
    {
        plan.Language = null;
        plan.Others.Add(new X509Extension("1.3.6.1.4.1.3536.1.222", [0x30, 0x00], critical: true));
    });

    [Fact]
    public void Validate_FullProxyOfLimited_IsRefused()
    {
        var limited = _grid.MakeLimited(_grid.User);

        Assert.Equal(ChainFault.FullProxyOfLimited, TestGrid.Fault(_grid.Judge(_grid.MakeProxy(limited), limited, _grid.User)));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    public void Validate_MoreProxiesThanThePathLength_IsRefused(int pathLength, int below)
    {
        var chain = new List<Made> { _grid.MakeProxy(_grid.User, plan => plan.PathLength = pathLength), _grid.User };
        for (var i = 0; i < below; i++) chain.Insert(0, _grid.MakeProxy(chain[0]));

        Assert.Equal(ChainFault.PathLengthExceeded, TestGrid.Fault(_grid.Judge([.. chain])));
    }

    [Fact]
    public void Validate_BrokenRuleInALowerLink_IsRefusedToo()
    {
        var bad = _grid.MakeProxy(_grid.User, plan => plan.IsProxyInfoCritical = false);

        Assert.Equal(ChainFault.ProxyCertInfoNotCritical, TestGrid.Fault(_grid.Judge(_grid.MakeProxy(bad), bad, _grid.User)));
    }

    [Fact]
    public void Validate_TooManyProxies_IsRefused()
    {
        var chain = new List<Made> { _grid.User };
        for (var i = 0; i < 21; i++) chain.Insert(0, _grid.MakeProxy(chain[0]));

        Assert.Equal(ChainFault.TooDeep, TestGrid.Fault(_grid.Judge([.. chain])));
        Assert.Equal(ChainFault.TooLarge, TestGrid.Fault(_grid.Judge([.. Enumerable.Repeat(_grid.User, 33)])));
        Assert.Equal(ChainFault.NoCertificate, TestGrid.Fault(_grid.Judge()));
    }

    [Fact]
    public void Validate_IssuerNotSent_IsRefused()
    {
        var first = _grid.MakeProxy(_grid.User);

        Assert.Equal(ChainFault.ProxyIssuerMissing, TestGrid.Fault(_grid.Judge(_grid.MakeProxy(first), _grid.User)));
    }

    [Fact]
    public void Validate_ProxyOfAnAuthority_IsRefused() =>
        Assert.Equal(ChainFault.ProxyIssuerIsAuthority, TestGrid.Fault(_grid.Judge(_grid.MakeProxy(_grid.Authority), _grid.Authority)));

    [Fact]
    public void Validate_StrangersCertificate_IsRefusedWithItsProxy()
    {
        var evil = _grid.MakeUser(authority: _grid.MakeAuthority("Evil CA", "evil"));

        Assert.Equal(ChainFault.AuthorityUnknown, TestGrid.Fault(_grid.Judge(evil)));
        Assert.Equal(ChainFault.AuthorityUnknown, TestGrid.Fault(_grid.Judge(_grid.MakeProxy(evil), evil)));
    }

    [Fact]
    public void Validate_StrangerUnderATrustedName_IsRefusedWithItsProxy()
    {
        var authority = _grid.MakeAuthority("Test CA", "evil");
        var evil = _grid.MakeUser(authority: authority);

        Assert.Equal(ChainFault.ChainInvalid, TestGrid.Fault(_grid.Judge(evil, authority)));
        Assert.Equal(ChainFault.ChainInvalid, TestGrid.Fault(_grid.Judge(_grid.MakeProxy(evil), evil, authority)));
    }

    [Fact]
    public void Validate_SentIntermediateOfAStranger_IsRefused()
    {
        var below = _grid.MakeAuthority("Test CA 2", "ca2", _grid.Authority, plan => plan.SigningKey = TestKeys.Get("evil", _grid.IsEc));

        Assert.Equal(ChainFault.ChainInvalid, TestGrid.Fault(_grid.Judge(_grid.MakeUser(authority: below), below)));
    }

    [Fact]
    public void Validate_CertificateOfAUserUnderAUser_IsRefused()
    {
        var below = _grid.MakeUser(plan => plan.Subject = TestGrid.NameOf("Eve"), authority: _grid.User);

        Assert.Equal(ChainFault.ProxyCertInfoMissing, TestGrid.Fault(_grid.Judge(below, _grid.User)));
        Assert.Equal(ChainFault.AuthorityUnknown, TestGrid.Fault(_grid.Judge(below)));
    }

    [Fact]
    public void Validate_User_Unfit_IsRefused()
    {
        AssertUserRefused(ChainFault.Expired, plan => plan.NotAfter = TestGrid.Now.AddSeconds(-1));
        AssertUserRefused(ChainFault.NotYetValid, plan => plan.NotBefore = TestGrid.Now.AddSeconds(1));
        AssertUserRefused(ChainFault.EndEntityIsAuthority, plan => plan.IsAuthority = true);
        AssertUserRefused(ChainFault.NoDigitalSignature, plan => plan.KeyUsage = X509KeyUsageFlags.KeyEncipherment);
        AssertUserRefused(ChainFault.KeyNotAccepted, plan => plan.Key = TestKeys.Get("weak", isEc: false));
        AssertUserRefused(ChainFault.SignatureAlgorithmNotAccepted, plan => plan.IsSha1 = true);
        AssertUserRefused(ChainFault.ChainInvalid, plan => plan.Others.Add(new X509Extension("1.2.3.4.5", [0x05, 0x00], critical: true)));
        AssertUserRefused(ChainFault.IdentityNotUsable, plan => plan.Subject = TestName.Of());
        AssertUserRefused(ChainFault.IdentityNotUsable, plan => plan.Subject = TestGrid.NameOf("\\xC3\\xA9"));
        AssertUserRefused(ChainFault.NotForClients, plan =>
        {
            plan.Others.Clear();
            plan.AddPurpose("1.3.6.1.5.5.7.3.1");
        });
    }

    [Fact]
    public void Validate_AuthorityExpired_IsRefused()
    {
        var old = _grid.MakeAuthority("Test CA", "ca", change: plan => plan.NotAfter = TestGrid.Now.AddSeconds(-1));

        Assert.Equal(ChainFault.ChainInvalid, TestGrid.Fault(_grid.Judge(TestGrid.Trusting([old]), new ChainValidationOptions(), _grid.User)));
    }

    private void AssertRefused(ChainFault expected, Action<CertificatePlan> change)
    {
        var bad = _grid.MakeProxy(_grid.User, change);

        Assert.Equal(expected, TestGrid.Fault(_grid.Judge(bad, _grid.User)));
    }

    private void AssertUserRefused(ChainFault expected, Action<CertificatePlan> change)
    {
        var bad = _grid.MakeUser(change);

        Assert.Equal(expected, TestGrid.Fault(_grid.Judge(bad)));
        var ofProxy = TestGrid.Fault(_grid.Judge(_grid.MakeProxy(bad), bad));
        Assert.Equal(expected == ChainFault.EndEntityIsAuthority ? ChainFault.ProxyIssuerIsAuthority : expected, ofProxy);
    }

    private static X509Extension AlternativeName()
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddEmailAddress("ann@example.org");
        return names.Build();
    }

    public sealed class Rsa() : RefusedChainTests(isEc: false);

    public sealed class Ec() : RefusedChainTests(isEc: true);
}
