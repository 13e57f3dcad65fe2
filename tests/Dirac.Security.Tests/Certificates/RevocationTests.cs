using Dirac.Security.Certificates.Authorities;
using Dirac.Security.Certificates.Validation;

namespace Dirac.Security.Tests.Certificates;

public abstract class RevocationTests(bool isEc)
{
    private readonly TestGrid _grid = new(isEc);

    [Fact]
    public void Validate_RevokedUser_IsRefusedWithEveryProxy()
    {
        var trust = _grid.TrustWith(_grid.MakeList([_grid.User]));
        var first = _grid.MakeProxy(_grid.User);

        Assert.Equal(ChainFault.Revoked, Judge(trust, _grid.User));
        Assert.Equal(ChainFault.Revoked, Judge(trust, first, _grid.User));
        Assert.Equal(ChainFault.Revoked, Judge(trust, _grid.MakeProxy(first), first, _grid.User));
    }

    [Fact]
    public void Validate_AnotherIsRevoked_Passes() =>
        Assert.Null(Judge(_grid.TrustWith(_grid.MakeList([_grid.MakeUser(plan => plan.Serial = [9])])), _grid.User));

    [Fact]
    public void Validate_NoList_PassesUnlessRequired()
    {
        Assert.Null(Judge(_grid.Trust, _grid.User));
        Assert.Equal(ChainFault.RevocationListMissing, Judge(_grid.Trust, new ChainValidationOptions { RequireRevocationList = true }, _grid.User));
    }

    [Fact]
    public void Validate_ListOutOfDate_IsRefusedUnlessAccepted()
    {
        var trust = _grid.TrustWith(_grid.MakeList([_grid.MakeProxy(_grid.User)], nextUpdate: TestGrid.Now.AddSeconds(-1)));

        Assert.Equal(ChainFault.RevocationListExpired, Judge(trust, _grid.User));
        Assert.Null(Judge(trust, new ChainValidationOptions { AcceptExpiredRevocationList = true }, _grid.User));
    }

    [Fact]
    public void Validate_RevokedOnAListOutOfDate_StaysRevoked()
    {
        var trust = _grid.TrustWith(_grid.MakeList([_grid.User], nextUpdate: TestGrid.Now.AddSeconds(-1)));

        Assert.Equal(ChainFault.Revoked, Judge(trust, new ChainValidationOptions { AcceptExpiredRevocationList = true }, _grid.User));
    }

    [Fact]
    public void Validate_TwoLists_TheNewerCounts()
    {
        var older = _grid.MakeList([_grid.User], thisUpdate: TestGrid.Now.AddDays(-3));
        var newer = _grid.MakeList([], thisUpdate: TestGrid.Now.AddDays(-2));

        Assert.Null(Judge(_grid.TrustWith(older, newer), _grid.User));
        Assert.Null(Judge(_grid.TrustWith(newer, older), _grid.User));
    }

    [Fact]
    public void Create_ListSignedByAStranger_IsAProblemAndRefusesItsAuthority()
    {
        var trust = _grid.TrustWith(_grid.MakeList([], signer: _grid.MakeAuthority("Test CA", "evil")));

        Assert.Equal(ChainFault.RevocationListUnusable, Judge(trust, _grid.User));
        Assert.Contains("signature", Assert.Single(trust.Problems), StringComparison.Ordinal);
        Assert.Contains("Test CA", Assert.Single(trust.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2.5.29.27", null)] // delta
    [InlineData("2.5.29.28", null)] // partial
    [InlineData(null, "2.5.29.29")] // indirect
    public void Create_ListWithACriticalExtension_IsNotUsed(string? ofList, string? ofEntry)
    {
        var trust = _grid.TrustWith(HandMadeList.Make(_grid.Authority, ofList is null ? null : (ofList, true), ofEntry is null ? null : (ofEntry, true)));

        Assert.Equal(ChainFault.RevocationListUnusable, Judge(trust, _grid.User));
        Assert.Contains("critical", Assert.Single(trust.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Create_ListWithOrdinaryExtensions_IsUsed()
    {
        var revoked = _grid.MakeUser(plan => plan.Serial = [0x12, 0x67]);
        var trust = _grid.TrustWith(HandMadeList.Make(_grid.Authority, null, ("2.5.29.21", false)));

        Assert.Equal(ChainFault.Revoked, Judge(trust, revoked));
        Assert.Null(Judge(trust, _grid.User));
    }

    [Fact]
    public void Create_GoodListBesideABrokenOne_IsUsed()
    {
        var trust = _grid.TrustWith(_grid.MakeList([], signer: _grid.MakeAuthority("Test CA", "evil")), _grid.MakeList([_grid.User]));

        Assert.Equal(ChainFault.Revoked, Judge(trust, _grid.User));
    }

    [Fact]
    public void Create_AuthorityThatMayNotSignLists_ItsListIsNotUsed()
    {
        var authority = _grid.MakeAuthority("Test CA", "ca", change: plan => plan.KeyUsage = System.Security.Cryptography.X509Certificates.X509KeyUsageFlags.KeyCertSign);

        Assert.Equal(ChainFault.RevocationListUnusable, Judge(TestGrid.Trusting([authority], _grid.MakeList([])), _grid.User));
    }

    [Fact]
    public void Validate_RevokedIntermediateAuthority_IsRefused()
    {
        var below = _grid.MakeAuthority("Test CA 2", "ca2", _grid.Authority);
        var user = _grid.MakeUser(authority: below);
        var trust = TestGrid.Trusting([_grid.Authority, below], _grid.MakeList([below]));

        Assert.Equal(ChainFault.Revoked, Judge(trust, user));
    }

    [Fact]
    public void Validate_ListOutOfDateWhileRemembered_IsRefusedAtOnce()
    {
        var trust = _grid.TrustWith(_grid.MakeList([], nextUpdate: TestGrid.Now.AddMinutes(1)));
        var validator = new ChainValidator(new ChainValidationOptions(), _grid.Clock);
        Assert.IsType<ChainVerdict.Accepted>(validator.Validate([_grid.User.Der], trust));

        _grid.Clock.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal(ChainFault.RevocationListExpired, TestGrid.Fault(validator.Validate([_grid.User.Der], trust)));
    }

    [Fact]
    public void Validate_OtherTrustThanRemembered_JudgesAnew()
    {
        var validator = new ChainValidator(new ChainValidationOptions(), _grid.Clock);
        Assert.IsType<ChainVerdict.Accepted>(validator.Validate([_grid.User.Der], _grid.Trust));

        Assert.Equal(ChainFault.Revoked, TestGrid.Fault(validator.Validate([_grid.User.Der], _grid.TrustWith(_grid.MakeList([_grid.User])))));
        Assert.Equal(ChainFault.AuthorityUnknown, TestGrid.Fault(validator.Validate([_grid.User.Der], CaSnapshot.Empty)));
    }

    [Fact]
    public void Validate_RememberedUserAfterItsEnd_IsRefused()
    {
        var user = _grid.MakeUser(plan => plan.NotAfter = TestGrid.Now.AddMinutes(1));
        var validator = new ChainValidator(new ChainValidationOptions(), _grid.Clock);
        Assert.IsType<ChainVerdict.Accepted>(validator.Validate([user.Der], _grid.Trust));

        _grid.Clock.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal(ChainFault.Expired, TestGrid.Fault(validator.Validate([user.Der], _grid.Trust)));
    }

    private ChainFault? Judge(CaSnapshot trust, params Made[] sent) => Judge(trust, new ChainValidationOptions(), sent);

    private ChainFault? Judge(CaSnapshot trust, ChainValidationOptions options, params Made[] sent) =>
        (_grid.Judge(trust, options, sent) as ChainVerdict.Refused)?.Fault;

    public sealed class Rsa() : RevocationTests(isEc: false);

    public sealed class Ec() : RevocationTests(isEc: true);
}
