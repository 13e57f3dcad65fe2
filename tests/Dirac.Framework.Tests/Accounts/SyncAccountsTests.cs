using System.Globalization;
using Dirac.Framework.Accounts;
using Dirac.Framework.Providers;
using Dirac.Framework.Tests.Support;
using Dirac.IdentityProvider;
using Dirac.Model.Errors;

namespace Dirac.Framework.Tests.Accounts;

public sealed class SyncAccountsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_DryRun_TellsAndChangesNothing()
    {
        await using var world = await LoginWorld.StartAsync();

        var (plan, isApplied) = await RunAsync(world, apply: false);

        Assert.Equal([(AccountChangeKind.Add, "bob")], plan.Changes.Select(change => (change.Kind, change.UserName)));
        Assert.False(isApplied);
        Assert.Empty(world.Configuration.Committers);
    }

    [Fact]
    public async Task Run_Apply_RegistersMembersOnEveryPage()
    {
        await using var world = await LoginWorld.StartAsync(new IdentityProviderSettings { ScimPage = 3 });
        for (var number = 0; number < 10; number++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"user{number}");
            world.Provider.Put(new Person { Subject = "sub-" + name, UserName = name, Email = name + "@example.org" });
        }

        var (plan, isApplied) = await RunAsync(world, apply: true);

        Assert.True(isApplied);
        Assert.Equal(11, plan.Changes.Count);
        Assert.Equal(["boss"], world.Configuration.Committers);
        Assert.Equal("bob@example.org", world.Configuration.Root.GetOption("/Registry/Users/bob/Email"));
        Assert.Equal(["demo_user"], world.Configuration.Current.Registry.GroupsOf("user9"));
        Assert.Empty((await RunAsync(world, apply: true)).Plan.Changes);
        Assert.Single(world.Configuration.Committers);
        world.Provider.LoggedIn = "bob";
        Assert.IsType<ProviderAnswer.Known>(await world.LogInAsync());
    }

    [Fact]
    public async Task Run_InactiveMember_IsSuspendedAndCannotLogIn()
    {
        await using var world = await LoginWorld.StartAsync();
        await RunAsync(world, apply: true);
        var visit = world.NewVisit();
        var code = await world.CodeAsync(visit);
        world.Provider.Put(LoginWorld.Ann with { Active = false });

        Assert.True((await RunAsync(world, apply: true)).IsApplied);

        Assert.IsType<ProviderAnswer.Refused>(await world.Providers.CompleteAsync(visit, code, Cancellation));
        Assert.True(world.Configuration.Current.Registry.IsUser("ann"));
    }

    [Fact]
    public async Task Run_ProviderThatLostItsMembers_IsRefused()
    {
        await using var world = await LoginWorld.StartAsync();
        await RunAsync(world, apply: true);
        world.Provider.Remove("ann");
        world.Provider.Remove("bob");

        var (plan, isApplied) = await RunAsync(world, apply: true);

        Assert.NotNull(plan.Refusal);
        Assert.False(isApplied);
        Assert.True(world.Configuration.Current.Registry.IsActive("ann", "demo"));
    }

    [Theory]
    [InlineData(Misbehaviour.ScimForever)]
    [InlineData(Misbehaviour.Torn)]
    [InlineData(Misbehaviour.Broken)]
    public async Task Run_ListThatIsNotWhole_ChangesNothing(Misbehaviour misbehaviour)
    {
        await using var world = await LoginWorld.StartAsync();
        await world.Providers.BeginAsync(world.NewVisit(), Cancellation);
        world.Provider.Misbehaviour = misbehaviour;

        Assert.Equal(ErrorCode.Unavailable, (await Assert.ThrowsAsync<DiracException>(() => RunAsync(world, apply: true))).Code);
        Assert.Empty(world.Configuration.Committers);
    }

    [Fact]
    public async Task Run_MoreMembersThanAreRead_IsRefusedAtTheFirstPage()
    {
        await using var world = await LoginWorld.StartAsync();
        await world.Providers.BeginAsync(world.NewVisit(), Cancellation);
        world.Provider.Misbehaviour = Misbehaviour.ScimTooMany;

        var refused = await Assert.ThrowsAsync<DiracException>(() => RunAsync(world, apply: true));

        Assert.Contains("at most 200000 are read", refused.Message, StringComparison.Ordinal);
        Assert.Empty(world.Configuration.Committers);
    }

    [Fact]
    public async Task Run_GroupsOfMembers_CountWithoutALogin()
    {
        await using var world = await LoginWorld.StartAsync();
        world.Configuration.Root = world.Configuration.Root.With("/Registry/Groups/demo_admin/IdPRole", "wlcg.groups:/demo/admins");

        await RunAsync(world, apply: true);

        Assert.True((await world.Get<EntitledGroups>().RegistryForAsync("demo", "ann", Cancellation)).IsMember("ann", "demo_admin"));
        world.Clock.Advance(EntitledGroups.GoodFor + TimeSpan.FromMilliseconds(1));
        Assert.False((await world.Get<EntitledGroups>().RegistryForAsync("demo", "ann", Cancellation)).IsMember("ann", "demo_admin"));
    }

    [Fact]
    public async Task Run_GroupsOfWhoIsNotActive_DoNotCount()
    {
        await using var world = await LoginWorld.StartAsync();
        world.Configuration.Root = world.Configuration.Root.With("/Registry/Groups/demo_admin/IdPRole", "wlcg.groups:/demo/admins");
        world.Provider.Put(LoginWorld.Ann with { Active = false });

        Assert.True((await RunAsync(world, apply: true)).IsApplied);

        Assert.False((await world.Get<EntitledGroups>().RegistryForAsync("demo", "ann", Cancellation)).IsMember("ann", "demo_admin"));
    }

    [Fact]
    public async Task Run_MemberWithoutAUsableId_ChangesNothing()
    {
        await using var world = await LoginWorld.StartAsync();
        world.Provider.Put(new Person { Subject = "two words", UserName = "eve" });

        Assert.Contains("usable id", (await Assert.ThrowsAsync<DiracException>(() => RunAsync(world, apply: true))).Message, StringComparison.Ordinal);
        Assert.Empty(world.Configuration.Committers);
    }

    [Fact]
    public async Task Run_PublicClient_TellsWhatIsMissing()
    {
        await using var world = await LoginWorld.StartAsync(options: new Dictionary<string, string> { ["client_id"] = "public", ["client_secret"] = "" });

        Assert.Contains("client_credentials", (await Assert.ThrowsAsync<DiracException>(() => RunAsync(world, apply: false))).Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_VoWithoutProvider_IsNotFound()
    {
        await using var world = await LoginWorld.StartAsync();

        Assert.Equal(ErrorCode.NotFound, (await Assert.ThrowsAsync<DiracException>(() => world.Get<SyncAccounts>().RunAsync("other", false, "boss", Cancellation))).Code);
    }

    private static Task<(AccountPlan Plan, bool IsApplied)> RunAsync(LoginWorld world, bool apply) => world.Get<SyncAccounts>().RunAsync("demo", apply, "boss", Cancellation);
}
