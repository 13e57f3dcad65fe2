using Dirac.Framework.Tokens;
using Dirac.Persistence;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Framework.Tests.Tokens;

public sealed class PurgeSqlite() : PurgeContract(Engine.Sqlite);

public sealed class PurgeMySql() : PurgeContract(Engine.MySql)
{
    [Fact]
    public async Task Purge_MakesPartitionsForTheComingDays_AndDropsThoseThatPassed()
    {
        await PurgeAsync();
        Assert.Equal(("d20261122", "d20261206", 16), await PartitionsAsync());

        Server.Clock.Advance(TimeSpan.FromDays(3));
        await PurgeAsync();

        Assert.Equal(("d20261125", "d20261209", 16), await PartitionsAsync());
    }

    private async Task<(string First, string Last, int Count)> PartitionsAsync()
    {
        var names = await Server.Database.ReadAsync(
            (session, token) => session.QueryAsync<string>(session.Dialect.PartitionsOf("@table")!, new { table = "x_RefreshTokens" }, token), Cancellation);
        var days = names.Where(name => name != "later").Order(StringComparer.Ordinal).ToList();
        return (days[0], days[^1], names.Count);
    }
}

public abstract class PurgeContract(Engine engine) : TokenContract(engine)
{
    [Fact]
    public async Task Purge_ForgetsWhatEndedOnEarlierDays_AndNothingThatIsGood()
    {
        await PurgeAsync();
        var used = await Server.LoginAsync();
        await Server.RenewAsync(used.RefreshToken!);
        await PurgeAsync();
        Assert.Equal(2, await CountAsync());

        Server.Clock.Advance(TimeSpan.FromHours(11.9));
        var good = await Server.LoginAsync("bob");
        Server.Clock.Advance(TimeSpan.FromHours(0.2));
        await PurgeAsync();

        Assert.Equal(1, await CountAsync());
        await Server.RenewAsync(good.RefreshToken!);
    }

    [Fact]
    public async Task Purge_TokenThatEndsFarAhead_IsKeptUntilThen()
    {
        var tokens = Server.Services.GetRequiredService<IssueTokens>();
        var user = new Security.Tokens.UserIdentity("ann", "demo", "demo_user", Security.Identities.PropertySet.Empty);
        var reply = await tokens.BeginLegacyAsync(user, "vo:demo", TimeSpan.FromDays(20), Cancellation);
        foreach (var days in (int[])[0, 8, 11])
        {
            Server.Clock.Advance(TimeSpan.FromDays(days));
            await PurgeAsync();
            await Server.RenewAsync(reply.RefreshToken!);
        }

        Server.Clock.Advance(TimeSpan.FromDays(2));
        await PurgeAsync();

        Assert.Equal(0, await CountAsync());
    }

    private Task<long> CountAsync() => Server.ScalarAsync<long>("SELECT COUNT(*) FROM {x_RefreshTokens}");

    private protected async Task PurgeAsync()
    {
        var handler = ActivatorUtilities.CreateInstance<PurgeTokens>(Server.Services);
        Assert.Empty(await handler.HandleAsync([], null!, Cancellation));
    }
}
