using System.Web;
using Dirac.Framework.Providers;
using Dirac.Framework.Tests.Support;
using Dirac.IdentityProvider;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;

namespace Dirac.Framework.Tests.Providers;

public sealed class LoginTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("RS256", "client_secret_basic")]
    [InlineData("PS256", "client_secret_post")]
    [InlineData("ES256", "")]
    public async Task Complete_RegisteredUser_IsKnown(string algorithm, string method)
    {
        await using var world = await LoginWorld.StartAsync(
            new IdentityProviderSettings { Algorithm = algorithm, Path = "/realms/demo" }, new Dictionary<string, string> { ["token_endpoint_auth_method"] = method });

        Assert.Equal(new ProviderAnswer.Known("ann", "sub-ann"), await world.LogInAsync());
        Assert.True(world.Providers.Has("demo"));
        Assert.False(world.Providers.Has("other"));
    }

    [Fact]
    public async Task Complete_PublicClientInTheFormOfDiracX_IsKnown()
    {
        await using var world = await LoginWorld.StartAsync();
        world.Configuration.Root = world.Configuration.Root
            .Without("/Registry/VO/demo/IdProvider")
            .With("/DiracX/CsSync/VOs/demo/IdP/URL", world.Provider.Issuer.AbsoluteUri)
            .With("/DiracX/CsSync/VOs/demo/IdP/ClientID", "public");

        Assert.IsType<ProviderAnswer.Known>(await world.LogInAsync());
    }

    [Fact]
    public async Task Begin_Address_HasPkceStateAndNonceAndNoSecret()
    {
        await using var world = await LoginWorld.StartAsync();

        var address = await world.Providers.BeginAsync(world.NewVisit(), Cancellation);

        var query = HttpUtility.ParseQueryString(address.Query);
        Assert.Equal(("code", "dirac", "state-1", "nonce-1", "S256", "openid profile email wlcg.groups"), (query["response_type"], query["client_id"], query["state"], query["nonce"], query["code_challenge_method"], query["scope"]));
        Assert.Equal(43, query["code_challenge"]!.Length);
        Assert.DoesNotContain("vvv", address.Query, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", address.Query, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Misbehaviour.WrongNonce)]
    [InlineData(Misbehaviour.WrongIssuer)]
    [InlineData(Misbehaviour.WrongAudience)]
    [InlineData(Misbehaviour.WrongAuthorisedParty)]
    [InlineData(Misbehaviour.Expired)]
    [InlineData(Misbehaviour.FromTheFuture)]
    [InlineData(Misbehaviour.AlgNone)]
    [InlineData(Misbehaviour.Hs256)]
    [InlineData(Misbehaviour.ForeignKey)]
    [InlineData(Misbehaviour.DemandsExtension)]
    [InlineData(Misbehaviour.NoIdToken)]
    [InlineData(Misbehaviour.BareIdToken | Misbehaviour.SubjectMismatch)]
    public async Task Complete_TokenThatIsWrong_IsRefused(Misbehaviour misbehaviour)
    {
        await using var world = await LoginWorld.StartAsync();
        world.Provider.Misbehaviour = misbehaviour;

        Assert.IsType<ProviderAnswer.Refused>(await world.LogInAsync());
    }

    [Fact]
    public async Task Complete_CodeOfAnotherLogin_IsRefusedByItsVerifier()
    {
        await using var world = await LoginWorld.StartAsync();
        var code = await world.CodeAsync(world.NewVisit());

        Assert.IsType<ProviderAnswer.Refused>(await world.Providers.CompleteAsync(world.NewVisit(), code, Cancellation));
    }

    [Fact]
    public async Task Complete_CodeUsedTwice_IsRefused()
    {
        await using var world = await LoginWorld.StartAsync();
        var visit = world.NewVisit();
        var code = await world.CodeAsync(visit);
        Assert.IsType<ProviderAnswer.Known>(await world.Providers.CompleteAsync(visit, code, Cancellation));

        Assert.IsType<ProviderAnswer.Refused>(await world.Providers.CompleteAsync(visit, code, Cancellation));
    }

    [Fact]
    public async Task Complete_WrongSecret_TellsTheAdministrator()
    {
        await using var world = await LoginWorld.StartAsync(options: new Dictionary<string, string> { ["client_secret"] = "wrong" });

        var problem = await Assert.ThrowsAsync<DiracException>(world.LogInAsync);
        Assert.Equal(ErrorCode.BadConfiguration, problem.Code);
        Assert.DoesNotContain("wrong", problem.Message + problem.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Complete_SuspendedUser_IsRefused()
    {
        await using var world = await LoginWorld.StartAsync();
        world.Configuration.Root = world.Configuration.Root.With("/Registry/Users/ann/Suspended", "demo");

        Assert.Contains("suspended", Assert.IsType<ProviderAnswer.Refused>(await world.LogInAsync()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Complete_SubjectOfTwoUsers_IsRefused()
    {
        await using var world = await LoginWorld.StartAsync();
        world.Configuration.Root = world.Configuration.Root.With("/Registry/Users/boss/ID", "sub-ann");

        Assert.IsType<ProviderAnswer.Refused>(await world.LogInAsync());
    }

    [Fact]
    public async Task Complete_SameEmailAsAUser_IsUnknown()
    {
        await using var world = await LoginWorld.StartAsync();
        world.Provider.Put(LoginWorld.Bob with { Email = "ann@example.org" });
        world.Provider.LoggedIn = "bob";

        Assert.IsType<ProviderAnswer.Unknown>(await world.LogInAsync());
    }

    [Fact]
    public async Task Complete_NewKey_IsFetchedOnceAMinuteAtMost()
    {
        await using var world = await LoginWorld.StartAsync();
        Assert.IsType<ProviderAnswer.Known>(await world.LogInAsync());
        world.Provider.RotateKeys();
        Assert.IsType<ProviderAnswer.Refused>(await world.LogInAsync());
        Assert.Equal(1, world.Provider.RequestsOf("/jwks"));

        world.Clock.Advance(ProviderDocuments.BetweenKeyLooks);
        Assert.IsType<ProviderAnswer.Known>(await world.LogInAsync());
        Assert.IsType<ProviderAnswer.Known>(await world.LogInAsync());

        Assert.Equal(2, world.Provider.RequestsOf("/jwks"));
        Assert.Equal(1, world.Provider.RequestsOf("/.well-known/openid-configuration"));
    }

    [Fact]
    public async Task Complete_ProviderWithoutItsDocuments_IsTrustedByOldOnesForADay()
    {
        await using var world = await LoginWorld.StartAsync();
        Assert.IsType<ProviderAnswer.Known>(await world.LogInAsync());
        world.Provider.Misbehaviour = Misbehaviour.Redirects;

        world.Clock.Advance(ProviderDocuments.FreshFor);
        Assert.IsType<ProviderAnswer.Known>(await world.LogInAsync());
        world.Clock.Advance(ProviderDocuments.UsableFor);
        await Assert.ThrowsAsync<DiracException>(world.LogInAsync);
    }

    [Theory]
    [InlineData(Misbehaviour.Redirects, ErrorCode.Unavailable)]
    [InlineData(Misbehaviour.Endless, ErrorCode.Unavailable)]
    [InlineData(Misbehaviour.Torn, ErrorCode.Unavailable)]
    [InlineData(Misbehaviour.Broken, ErrorCode.Unavailable)]
    [InlineData(Misbehaviour.DiscoveryOfAnother, ErrorCode.BadConfiguration)]
    public async Task Begin_BrokenProvider_SaysSo(Misbehaviour misbehaviour, ErrorCode code)
    {
        await using var world = await LoginWorld.StartAsync();
        world.Provider.Misbehaviour = misbehaviour;

        var problem = await Assert.ThrowsAsync<DiracException>(() => world.Providers.BeginAsync(world.NewVisit(), Cancellation));
        Assert.Equal(code, problem.Code);
    }

    [Fact]
    public async Task Begin_BrokenProvider_IsAskedAgainAfterSomeSecondsOnly()
    {
        await using var world = await LoginWorld.StartAsync();
        world.Provider.Misbehaviour = Misbehaviour.Broken;
        for (var time = 0; time < 3; time++) await Assert.ThrowsAsync<DiracException>(() => world.Providers.BeginAsync(world.NewVisit(), Cancellation));
        Assert.Equal(1, world.Provider.RequestsOf("/.well-known/openid-configuration"));

        world.Provider.Misbehaviour = Misbehaviour.None;
        world.Clock.Advance(ProviderDocuments.BetweenFailures);

        Assert.IsType<ProviderAnswer.Known>(await world.LogInAsync());
    }

    [Theory]
    [InlineData(Misbehaviour.Endless)]
    [InlineData(Misbehaviour.Torn)]
    [InlineData(Misbehaviour.Broken)]
    public async Task Complete_BrokenProvider_IsUnavailable(Misbehaviour misbehaviour)
    {
        await using var world = await LoginWorld.StartAsync();
        var visit = world.NewVisit();
        var code = await world.CodeAsync(visit);
        world.Provider.Misbehaviour = misbehaviour;

        var problem = await Assert.ThrowsAsync<DiracException>(() => world.Providers.CompleteAsync(visit, code, Cancellation));
        Assert.Equal(ErrorCode.Unavailable, problem.Code);
    }

    [Fact]
    public async Task Begin_SilentProvider_EndsInTimeAndBlocksNoOther()
    {
        await using var world = await LoginWorld.StartAsync();
        await using var good = await TestIdentityProvider.StartAsync(new IdentityProviderSettings { Clock = world.Clock }, Cancellation);
        world.Configuration.Root = world.Configuration.Root
            .With("/Registry/VO/other/IdProvider", "Good")
            .With("/Resources/IdProviders/Good", CfgSection.Empty.With("issuer", good.Issuer.AbsoluteUri).With("client_id", "public"));
        world.Provider.Misbehaviour = Misbehaviour.Silent;

        var stuck = world.Providers.BeginAsync(world.NewVisit(), Cancellation);
        await world.Providers.BeginAsync(world.NewVisit() with { Vo = "other" }, Cancellation);
        Assert.False(stuck.IsCompleted);

        var problem = Assert.IsType<DiracException>(await world.PassTimeAsync(stuck));
        Assert.Equal(ErrorCode.Unavailable, problem.Code);
        Assert.Contains("did not answer within 10 s", problem.Message, StringComparison.Ordinal);
    }
}
