using Dirac.Framework.Tests.Support;
using Dirac.IdentityProvider;

namespace Dirac.Framework.Tests.Providers;

/// <summary>What counts when provider or configuration change while tokens are about.</summary>
public sealed class ForeignTokenChangeTests : IAsyncLifetime
{
    private readonly ForeignCalls _calls = new();

    public ValueTask InitializeAsync() => _calls.InitializeAsync();

    public ValueTask DisposeAsync() => _calls.DisposeAsync();

    [Fact]
    public async Task Call_UserIsSuspendedMeanwhile_IsRefusedWithTheSameToken()
    {
        var token = _calls.Provider.Sign(_calls.Claims());
        Assert.Equal(200, (await _calls.WhoAmIAsync(token)).Status);

        _calls.Server.Configuration = _calls.Server.Configuration.With("/Registry/Users/ann/Suspended", "demo");

        Assert.Equal(401, (await _calls.WhoAmIAsync(token)).Status);
    }

    [Fact]
    public async Task Call_RememberedTokenHasExpired_IsRefused()
    {
        var token = _calls.Provider.Sign(_calls.Claims());
        Assert.Equal(200, (await _calls.WhoAmIAsync(token)).Status);

        _calls.Server.Clock.Advance(TimeSpan.FromMinutes(13));

        Assert.Equal(401, (await _calls.WhoAmIAsync(token)).Status);
    }

    [Fact]
    public async Task Call_ProviderHasANewKey_IsTakenAfterOneLook_AndAStrangersKeyAsksNoMore()
    {
        Assert.Equal(200, (await _calls.WhoAmIAsync(_calls.Provider.Sign(_calls.Claims()))).Status);
        _calls.Server.Clock.Advance(TimeSpan.FromMinutes(2));
        _calls.Provider.RotateKeys();

        Assert.Equal(200, (await _calls.WhoAmIAsync(_calls.Provider.Sign(_calls.Claims()))).Status);
        _calls.Provider.RotateKeys();
        for (var i = 0; i < 3; i++) Assert.Equal(401, (await _calls.WhoAmIAsync(_calls.Provider.Sign(_calls.Claims()))).Status);
        Assert.Equal(2, _calls.Provider.RequestsOf("/jwks"));
    }

    [Fact]
    public async Task Call_ProviderIsAway_IsRefused()
    {
        _calls.Provider.Misbehaviour = Misbehaviour.Broken;

        Assert.Equal(401, (await _calls.WhoAmIAsync(_calls.Provider.Sign(_calls.Claims()))).Status);
    }
}
