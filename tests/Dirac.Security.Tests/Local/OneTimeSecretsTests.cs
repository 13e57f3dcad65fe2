using Dirac.Security.Local;
using Microsoft.Extensions.Time.Testing;

namespace Dirac.Security.Tests.Local;

public sealed class OneTimeSecretsTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Redeem_Once_GivesTheCaller_NeverAgain()
    {
        var secrets = new OneTimeSecrets(_clock);
        var secret = secrets.Create(ACaller.User(), TimeSpan.FromMinutes(1));

        Assert.Null(secrets.Redeem(secret + "x"));
        Assert.Equal(ACaller.User(), secrets.Redeem(secret));
        Assert.Null(secrets.Redeem(secret));
    }

    [Fact]
    public void Redeem_AfterItsTime_GivesNothing()
    {
        var secrets = new OneTimeSecrets(_clock);
        var secret = secrets.Create(ACaller.User(), TimeSpan.FromMinutes(1));

        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Null(secrets.Redeem(secret));
    }
}
