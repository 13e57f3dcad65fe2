using Dirac.Security.Certificates.Authorities;
using Dirac.Security.Certificates.Validation;

namespace Dirac.Security.Tests.Certificates;

public sealed class ChainCacheTests
{
    private readonly TestGrid _grid = new(isEc: true);
    private readonly ChainValidator _validator;
    private readonly Made[] _chain;
    private readonly CaSnapshot _trust;

    public ChainCacheTests()
    {
        _validator = new ChainValidator(new ChainValidationOptions(), _grid.Clock);
        _chain = [_grid.MakeProxy(_grid.User, plan => plan.NotAfter = TestGrid.Now.AddMinutes(3)), _grid.User];
        _trust = _grid.Trust;
    }

    [Fact]
    public void Validate_SameAgain_IsRemembered()
    {
        Assert.Same(Validate(_validator), Validate(_validator));
    }

    [Fact]
    public void Validate_SwitchedOff_IsJudgedEachTime()
    {
        var validator = new ChainValidator(new ChainValidationOptions { RememberChainsFor = TimeSpan.Zero }, _grid.Clock);

        Assert.NotSame(Validate(validator), Validate(validator));
    }

    [Fact]
    public void Validate_LeafKnownFromAnotherChain_IsJudgedWithWhatWasSent()
    {
        Validate(_validator);

        Assert.Equal(ChainFault.ProxyIssuerMissing, TestGrid.Fault(_validator.Validate([_chain[0].Der], _trust)));
    }

    [Fact]
    public void Validate_ProxyExpiredSince_IsRefused()
    {
        Validate(_validator);
        _grid.Clock.Advance(TimeSpan.FromMinutes(3) + TimeSpan.FromSeconds(1));

        Assert.Equal(ChainFault.Expired, TestGrid.Fault(Validate(_validator)));
    }

    [Fact]
    public void Validate_TimeIsOver_IsJudgedAgain()
    {
        Made[] chain = [_grid.MakeProxy(_grid.User), _grid.User];
        var first = Validate(_validator, _trust, chain);
        _grid.Clock.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1));

        Assert.NotSame(first, Validate(_validator, _trust, chain));
    }

    [Fact]
    public void Validate_RevokedSince_IsRefused()
    {
        Validate(_validator);

        Assert.Equal(ChainFault.Revoked, TestGrid.Fault(Validate(_validator, _grid.TrustWith(_grid.MakeList([_grid.User])), _chain)));
    }

    [Fact]
    public void Validate_RevocationListOutOfDateSince_IsRefused()
    {
        var trust = _grid.TrustWith(_grid.MakeList([], nextUpdate: TestGrid.Now.AddMinutes(1)));
        Validate(_validator, trust, _chain);
        _grid.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(ChainFault.RevocationListExpired, TestGrid.Fault(Validate(_validator, trust, _chain)));
    }

    [Fact]
    public void Validate_Refusal_IsNotRemembered()
    {
        Assert.Equal(ChainFault.AuthorityUnknown, TestGrid.Fault(Validate(_validator, CaSnapshot.Empty, _chain)));

        Assert.IsType<ChainVerdict.Accepted>(Validate(_validator));
    }

    [Fact]
    public void JudgeAgain_NothingChanged_CostsNothing_ElseItIsJudged()
    {
        var trust = _trust;
        var judge = new ChainJudge(new ChainValidationOptions { RememberChainsFor = TimeSpan.Zero }, () => trust, _grid.Clock);
        IReadOnlyList<ReadOnlyMemory<byte>> sent = [.. _chain.Select(made => (ReadOnlyMemory<byte>)made.Der)];
        var peer = TestGrid.Accepted(judge.Judge(sent));

        Assert.Same(peer, TestGrid.Accepted(judge.JudgeAgain(peer, sent)));
        trust = _grid.TrustWith(_grid.MakeList([]));
        Assert.Equal(trust.Version, TestGrid.Accepted(judge.JudgeAgain(peer, sent)).TrustVersion);
        trust = _grid.TrustWith(_grid.MakeList([_grid.User]));
        Assert.Equal(ChainFault.Revoked, TestGrid.Fault(judge.JudgeAgain(peer, sent)));
        trust = _trust;
        _grid.Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(ChainFault.Expired, TestGrid.Fault(judge.JudgeAgain(peer, sent)));
    }

    private ChainVerdict Validate(ChainValidator validator) => Validate(validator, _trust, _chain);

    private static ChainVerdict Validate(ChainValidator validator, CaSnapshot trust, Made[] chain) =>
        validator.Validate([.. chain.Select(made => (ReadOnlyMemory<byte>)made.Der)], trust);
}
