using System.Security.Cryptography.X509Certificates;
using Dirac.Security.Certificates.Validation;

namespace Dirac.Security.Tests.Certificates;

/// <summary>Chains that must pass, and what they say about the peer.</summary>
public abstract class AcceptedChainTests(bool isEc)
{
    private readonly TestGrid _grid = new(isEc);

    [Fact]
    public void Validate_UsersOwnCertificate_IsItsIdentity()
    {
        var peer = _grid.Accept(_grid.User);

        Assert.Equal("/DC=org/DC=testgrid/CN=Ann", peer.Identity.OneLine);
        Assert.Equal("/DC=org/DC=testgrid/CN=Test CA", peer.Authority.OneLine);
        Assert.Equal((false, false, 0, null), (peer.IsProxy, peer.IsLimited, peer.Depth, peer.Group));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(20)]
    public void Validate_Proxies_AnyDepthToTheCap(int depth)
    {
        var chain = new List<Made> { _grid.User };
        for (var i = 0; i < depth; i++) chain.Insert(0, _grid.MakeProxy(chain[0]));

        var peer = _grid.Accept([.. chain]);

        Assert.Equal((true, false, depth), (peer.IsProxy, peer.IsLimited, peer.Depth));
        Assert.Equal("/DC=org/DC=testgrid/CN=Ann", peer.Identity.OneLine);
        Assert.StartsWith("/DC=org/DC=testgrid/CN=Ann/CN=10", peer.Subject.OneLine, StringComparison.Ordinal);
        Assert.Equal(TestGrid.Now.AddHours(12), peer.ExpiresAt);
    }

    [Fact]
    public void Validate_SentInAnotherOrderWithTheAuthority_IsTheSame()
    {
        var first = _grid.MakeProxy(_grid.User);
        var second = _grid.MakeProxy(first);

        Assert.Equal(2, _grid.Accept(second, _grid.Authority, _grid.User, first, second).Depth);
    }

    [Fact]
    public void Validate_AsTlsHandsThemOver_IsTheSame()
    {
        using var leaf = X509CertificateLoader.LoadCertificate(_grid.MakeProxy(_grid.User).Der);
        using var user = X509CertificateLoader.LoadCertificate(_grid.User.Der);
        var validator = new ChainValidator(new ChainValidationOptions(), _grid.Clock);

        Assert.Equal(1, TestGrid.Accepted(validator.Validate(leaf, [user], _grid.Trust)).Depth);
        Assert.Equal(ChainFault.ProxyIssuerMissing, TestGrid.Fault(validator.Validate(leaf, [], _grid.Trust)));
    }

    [Fact]
    public void Validate_LimitedProxy_IsLimited()
    {
        var limited = _grid.MakeLimited(_grid.User);

        Assert.True(_grid.Accept(limited, _grid.User).IsLimited);
        Assert.True(_grid.Accept(_grid.MakeLimited(limited), limited, _grid.User).IsLimited);
        var full = _grid.MakeProxy(_grid.User);
        Assert.True(_grid.Accept(_grid.MakeLimited(full), full, _grid.User).IsLimited);
    }

    [Fact]
    public void Validate_PathLengthZero_LetsTheProxyItselfPass() =>
        Assert.Equal(1, _grid.Accept(_grid.MakeProxy(_grid.User, plan => plan.PathLength = 0), _grid.User).Depth);

    [Fact]
    public void Validate_PathLengthOne_LetsOneMorePass()
    {
        var first = _grid.MakeProxy(_grid.User, plan => plan.PathLength = 1);

        Assert.Equal(2, _grid.Accept(_grid.MakeProxy(first), first, _grid.User).Depth);
    }

    [Fact]
    public void Validate_NamesInMixedEncodings_AreEqualByValue()
    {
        // The user's CN is a UTF8String in the certificate; here the proxy repeats it as PrintableString, in its issuer and in its subject.
        var printable = TestName.Of(TestName.Rdn(TestName.Dc, "org", TestName.Ia5), TestName.Rdn(TestName.Dc, "testgrid", TestName.Ia5), TestName.Rdn(TestName.Cn, "Ann", TestName.Printable));
        var proxy = _grid.MakeProxy(_grid.User, plan => (plan.Issuer, plan.Subject) = (printable, TestName.Append(printable, TestName.Rdn(TestName.Cn, "7"))));

        Assert.Equal("/DC=org/DC=testgrid/CN=Ann", _grid.Accept(proxy, _grid.User).Identity.OneLine);
    }

    [Fact]
    public void Validate_Group_TheEarliestDelegationWins()
    {
        var first = _grid.MakeProxy(_grid.User, plan => plan.Group = "grid_user");
        var second = _grid.MakeProxy(first, plan => plan.Group = "grid_admin");

        Assert.Equal("grid_user", _grid.Accept(second, first, _grid.User).Group);
    }

    [Fact]
    public void Validate_GroupOnlyInALowerProxy_IsFound()
    {
        var first = _grid.MakeProxy(_grid.User);

        Assert.Equal("grid_user", _grid.Accept(_grid.MakeProxy(first, plan => plan.Group = "grid_user"), first, _grid.User).Group);
    }

    [Fact]
    public void Validate_VomsExtension_IsHandedOnUnread()
    {
        byte[] attributes = [0x30, 0x02, 0x30, 0x00];
        var voms = _grid.MakeProxy(_grid.User, plan => plan.Others.Add(new X509Extension("1.3.6.1.4.1.8005.100.100.5", attributes, critical: false)));

        var peer = _grid.Accept(_grid.MakeProxy(voms), voms, _grid.User);

        Assert.Equal(attributes, Assert.Single(peer.VomsAttributes).ToArray());
    }

    [Fact]
    public void Validate_PurposeForClients_Passes() =>
        Assert.True(_grid.Accept(_grid.MakeProxy(_grid.User, plan => plan.AddPurpose("1.3.6.1.5.5.7.3.2")), _grid.User).IsProxy);

    [Fact]
    public void Validate_UserWithoutUsages_Passes()
    {
        var user = _grid.MakeUser(plan =>
        {
            plan.KeyUsage = null;
            plan.Others.Clear();
        });

        Assert.True(_grid.Accept(_grid.MakeProxy(user), user).IsProxy);
    }

    [Fact]
    public void Validate_IntermediateAuthority_FromTheFolderOrSent()
    {
        var below = _grid.MakeAuthority("Test CA 2", "ca2", _grid.Authority);
        var user = _grid.MakeUser(authority: below);
        var proxy = _grid.MakeProxy(user);

        Assert.True(TestGrid.Accepted(_grid.Judge(TestGrid.Trusting([_grid.Authority, below]), new ChainValidationOptions(), proxy, user)).IsProxy);
        Assert.True(TestGrid.Accepted(_grid.Judge(_grid.Trust, new ChainValidationOptions(), proxy, user, below)).IsProxy);
        Assert.Equal(ChainFault.AuthorityUnknown, TestGrid.Fault(_grid.Judge(proxy, user)));
    }

    [Fact]
    public void Validate_AuthorityWithOldAndNewKey_EitherSigns()
    {
        var renewed = _grid.MakeAuthority("Test CA", "ca-renewed");
        var trust = TestGrid.Trusting([_grid.Authority, renewed]);

        Assert.False(TestGrid.Accepted(_grid.Judge(trust, new ChainValidationOptions(), _grid.User)).IsProxy);
        Assert.False(TestGrid.Accepted(_grid.Judge(trust, new ChainValidationOptions(), _grid.MakeUser(authority: renewed))).IsProxy);
    }

    [Fact]
    public void Validate_ExpiresAt_IsTheFirstEndOfTheChain()
    {
        var first = _grid.MakeProxy(_grid.User, plan => plan.NotAfter = TestGrid.Now.AddHours(1));

        Assert.Equal(TestGrid.Now.AddHours(1), _grid.Accept(_grid.MakeProxy(first), first, _grid.User).ExpiresAt);
    }

    public sealed class Rsa() : AcceptedChainTests(isEc: false);

    public sealed class Ec() : AcceptedChainTests(isEc: true);
}
