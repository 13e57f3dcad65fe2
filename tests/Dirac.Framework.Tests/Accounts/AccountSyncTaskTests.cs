using Dirac.Framework.Accounts;
using Dirac.Framework.Tests.Support;
using Dirac.IdentityProvider;
using Dirac.Model.Configuration;

namespace Dirac.Framework.Tests.Accounts;

public sealed class AccountSyncTaskTests
{
    private const string Section = "/Systems/Framework/Agents/AccountSync/";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", "no", false)]
    [InlineData("demo", "", false)]
    [InlineData("demo", "yes", false)]
    [InlineData("other, demo", "no", true)]
    public async Task Run_Visit_AppliesOnlyWhatTheConfigurationWants(string vos, string dryRun, bool isApplied)
    {
        await using var world = await LoginWorld.StartAsync();
        world.Configuration.Root = world.Configuration.Root.With(Section + "VOs", vos).With(Section + "DryRun", dryRun);

        await world.Get<SyncOneVo>().RunAsync("demo", Cancellation);

        Assert.Equal(isApplied ? [SyncAccounts.Itself] : [], world.Configuration.Committers);
    }

    [Fact]
    public async Task Run_BrokenProvider_WaitsForTheNextRound()
    {
        await using var world = await LoginWorld.StartAsync();
        world.Configuration.Root = world.Configuration.Root.With(Section + "VOs", "demo").With(Section + "DryRun", "no");
        world.Provider.Misbehaviour = Misbehaviour.Broken;

        await world.Get<SyncOneVo>().RunAsync("demo", Cancellation);

        Assert.Empty(world.Configuration.Committers);
    }

    [Fact]
    public async Task Run_Round_MakesOneTaskForEachKnownVo()
    {
        await using var world = await LoginWorld.StartAsync();
        await world.Get<PlanAccountSync>().RunAsync(Cancellation);
        Assert.Empty(await TasksAsync(world));
        world.Configuration.Root = world.Configuration.Root.With(Section + "VOs", "demo, other, unknown");

        await world.Get<PlanAccountSync>().RunAsync(Cancellation);
        await world.Get<PlanAccountSync>().RunAsync(Cancellation);

        Assert.Equal(["demo", "other"], (await TasksAsync(world)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("", 240)]
    [InlineData("60", 1)]
    [InlineData("59", 240)]
    [InlineData("often", 240)]
    public void Read_PollingTime_IsAMinuteOrMore(string text, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), AccountSyncOptions.Read(CfgSection.Empty.With(Section + "PollingTime", text)).Period);

    private static Task<IReadOnlyList<string>> TasksAsync(LoginWorld world) =>
        world.Database.ReadAsync((session, token) => session.QueryAsync<string>("SELECT PendingKey FROM {x_Tasks} WHERE Name = 'SyncAccounts'", null, token), Cancellation);
}
