using Dirac.Framework.Accounts;
using Dirac.Framework.Providers;
using Dirac.Framework.Tests.Support;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Persistence;

namespace Dirac.Framework.Tests.Accounts;

/// <summary>From the first login of a stranger to the login of a user.</summary>
public abstract class RequestContract(Engine engine)
{
    private static readonly AccountApproval AsSuggested = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task LogIn_Stranger_WaitsIsApprovedAndKnown()
    {
        await using var world = await StartAsync();

        var told = Assert.IsType<ProviderAnswer.Unknown>(await world.LogInAsync()).Message;
        Assert.Contains("not registered in demo yet", told, StringComparison.Ordinal);
        Assert.IsType<ProviderAnswer.Unknown>(await world.LogInAsync());
        var request = Assert.Single(await world.RequestsAsync());
        Assert.Equal(("demo", "sub-bob", "bob", "Bob Example", "Bob@example.org", "Waiting", 2), (request.Vo, request.Subject, request.UserName, request.Name, request.Email, request.Status, request.Logins));

        var approved = await ApproveAsync(world, request.Id, AsSuggested);

        Assert.Equal(("Approved", "boss", "bob"), (approved.Status, approved.DecidedBy, approved.UserName));
        Assert.Equal(["boss"], world.Configuration.Committers);
        Assert.Equal(["demo_user"], world.Configuration.Current.Registry.GroupsOf("bob"));
        Assert.Equal(new ProviderAnswer.Known("bob", "sub-bob"), await world.LogInAsync());
        Assert.Empty(await world.RequestsAsync());
    }

    [Fact]
    public async Task Approve_Twice_ChangesTheConfigurationOnce()
    {
        await using var world = await StartAsync();
        var id = await AskAsync(world);

        await ApproveAsync(world, id, AsSuggested);
        await ApproveAsync(world, id, AsSuggested);

        Assert.Single(world.Configuration.Committers);
    }

    [Fact]
    public async Task Approve_AfterItsAnswerWasLostBeforeTheRow_Finishes()
    {
        await using var world = await StartAsync();
        var id = await AskAsync(world);
        world.Configuration.Root = AccountEdits.Add(world.Configuration.Root, new NewAccount("demo", "bob", "sub-bob", "", "demo_user"));

        Assert.Equal("Approved", (await ApproveAsync(world, id, AsSuggested)).Status);
    }

    [Fact]
    public async Task Approve_NameOfAUser_NeedsToBeSaid()
    {
        await using var world = await StartAsync();
        var id = await AskAsync(world);
        world.Configuration.Root = world.Configuration.Root.With("/Registry/Users/old_bob/DN", "/CN=Bob");

        Assert.Equal(ErrorCode.Conflict, await CodeOfAsync(() => ApproveAsync(world, id, new AccountApproval("old_bob"))));
        Assert.Equal(ErrorCode.Conflict, await CodeOfAsync(() => ApproveAsync(world, id, new AccountApproval("nobody", Existing: true))));
        await ApproveAsync(world, id, new AccountApproval("old_bob", Existing: true));

        Assert.Equal(new ProviderAnswer.Known("old_bob", "sub-bob"), await world.LogInAsync());
    }

    [Theory]
    [InlineData("a/b", null, ErrorCode.BadRequest)]
    [InlineData("", null, ErrorCode.BadRequest)]
    [InlineData("bob", "other_user", ErrorCode.BadRequest)]
    [InlineData("bob", "nowhere", ErrorCode.BadRequest)]
    [InlineData("bob", "demo_admin", ErrorCode.NotAuthorized)]
    [InlineData("ann", null, ErrorCode.Conflict)]
    public async Task Approve_WhatMustNotBe_IsRefusedAndChangesNothing(string user, string? group, ErrorCode code)
    {
        await using var world = await StartAsync();
        var id = await AskAsync(world);

        Assert.Equal(code, await CodeOfAsync(() => ApproveAsync(world, id, new AccountApproval(user, group))));
        Assert.Empty(world.Configuration.Committers);
        Assert.Single(await world.RequestsAsync());
    }

    [Fact]
    public async Task Approve_TyingToAnAdministrator_NeedsAnAdministrator()
    {
        await using var world = await StartAsync();
        var id = await AskAsync(world);

        Assert.Equal(ErrorCode.NotAuthorized, await CodeOfAsync(() => ApproveAsync(world, id, new AccountApproval("boss", Existing: true))));
    }

    [Fact]
    public async Task Approve_OfAnotherVo_DoesNotExist()
    {
        await using var world = await StartAsync();
        var id = await AskAsync(world);
        var stranger = LoginWorld.Manager with { Vo = "other" };

        Assert.Empty(await world.Get<DecideRequests>().ListAsync(stranger, true, Cancellation));
        Assert.Equal(ErrorCode.NotFound, await CodeOfAsync(() => world.Get<DecideRequests>().ApproveAsync(stranger, id, AsSuggested, Cancellation)));
        Assert.Equal(ErrorCode.NotFound, await CodeOfAsync(() => world.Get<DecideRequests>().RefuseAsync(stranger, id, Cancellation)));
    }

    [Fact]
    public async Task Approve_NotOnTheMaster_StaysWaiting()
    {
        await using var world = await StartAsync();
        var id = await AskAsync(world);
        world.Configuration.Refusal = new DiracException(ErrorCode.Conflict, "This server does not keep the configuration: it follows the master.");

        Assert.Equal(ErrorCode.Conflict, await CodeOfAsync(() => ApproveAsync(world, id, AsSuggested)));
        Assert.Equal("Waiting", Assert.Single(await world.RequestsAsync()).Status);
    }

    [Fact]
    public async Task Refuse_Request_IsToldAndMayBeApprovedLater()
    {
        await using var world = await StartAsync();
        var id = await AskAsync(world);

        Assert.Equal("Refused", (await world.Get<DecideRequests>().RefuseAsync(LoginWorld.Manager, id, Cancellation)).Status);
        Assert.Contains("refused", Assert.IsType<ProviderAnswer.Unknown>(await world.LogInAsync()).Message, StringComparison.Ordinal);
        Assert.Empty(await world.RequestsAsync());

        await ApproveAsync(world, id, AsSuggested);
        Assert.Equal(ErrorCode.Conflict, await CodeOfAsync(() => world.Get<DecideRequests>().RefuseAsync(LoginWorld.Manager, id, Cancellation)));
    }

    [Fact]
    public async Task LogIn_WhenAThousandWait_IsToldToAsk_AndWhoWaitsAlreadyStillDoes()
    {
        await using var world = await StartAsync();
        await AskAsync(world);
        await world.Database.WriteAsync(
            async (session, token) =>
            {
                foreach (var number in Enumerable.Range(1, NoteRequest.MostWaiting - 1))
                    await AccountRequestStore.AddAsync(session, new AccountRequestRow { Vo = "demo", Subject = $"sub-{number}", UserName = "somebody", FirstMs = 1, LastMs = 1, Visits = 1 }, token);
            },
            Cancellation);

        Assert.Contains("see your request", Assert.IsType<ProviderAnswer.Unknown>(await world.LogInAsync()).Message, StringComparison.Ordinal);
        world.Provider.Put(LoginWorld.Bob with { Subject = "sub-late" });

        Assert.Contains("too many people wait", Assert.IsType<ProviderAnswer.Unknown>(await world.LogInAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LogIn_WhoWasRemoved_MayAskAgain()
    {
        await using var world = await StartAsync();
        await ApproveAsync(world, await AskAsync(world), AsSuggested);
        world.Configuration.Root = world.Configuration.Root.Without("/DiracX/CsSync/VOs/demo/UserSubjects/bob");

        Assert.Contains("a moment ago", Assert.IsType<ProviderAnswer.Unknown>(await world.LogInAsync()).Message, StringComparison.Ordinal);
        world.Clock.Advance(TimeSpan.FromHours(1));
        Assert.IsType<ProviderAnswer.Unknown>(await world.LogInAsync());

        Assert.Equal("Waiting", Assert.Single(await world.RequestsAsync()).Status);
    }

    [Fact]
    public async Task LogIn_SubjectsThatDifferInCase_AreTwoPeople()
    {
        await using var world = await StartAsync();
        await AskAsync(world);
        world.Provider.Put(LoginWorld.Bob with { Subject = "SUB-BOB" });
        await AskAsync(world);

        Assert.Equal(["sub-bob", "SUB-BOB"], (await world.RequestsAsync()).Select(request => request.Subject));
    }

    [Fact]
    public async Task Registry_GroupsOfTheProvider_FollowItAndTheConfiguration()
    {
        await using var world = await StartAsync();
        world.Provider.LoggedIn = "ann";
        world.Configuration.Root = world.Configuration.Root.With("/Registry/Groups/demo_admin/IdPRole", "wlcg.groups:/demo/admins");
        var groups = world.Get<EntitledGroups>();
        async Task<bool> IsAdminAsync(string user = "ann") => (await groups.RegistryForAsync("demo", user, Cancellation)).IsMember(user, "demo_admin");

        Assert.False(await IsAdminAsync());
        await world.LogInAsync();
        Assert.True(await IsAdminAsync());
        Assert.False((await groups.RegistryForAsync("other", "ann", Cancellation)).IsMember("ann", "demo_admin"));

        world.Configuration.Root = world.Configuration.Root.With("/Registry/Groups/demo_admin/IdPRole", "wlcg.groups:/demo/chiefs");
        Assert.False(await IsAdminAsync());
        world.Configuration.Root = world.Configuration.Root.With("/Registry/Groups/demo_admin/IdPRole", "wlcg.groups:/demo/admins");
        Assert.True(await IsAdminAsync());

        world.Clock.Advance(EntitledGroups.GoodFor + TimeSpan.FromMinutes(1));
        Assert.False(await IsAdminAsync());

        await world.LogInAsync();
        Assert.True(await IsAdminAsync());
        world.Provider.Put(LoginWorld.Ann with { Groups = ["/demo"] });
        await world.LogInAsync();
        Assert.False(await IsAdminAsync());
    }

    [Fact]
    public async Task Registry_UserWhoIsSomebodyElseNow_GetsNothing()
    {
        await using var world = await StartAsync();
        world.Provider.LoggedIn = "ann";
        world.Configuration.Root = world.Configuration.Root.With("/Registry/Groups/demo_admin/IdPRole", "wlcg.groups:/demo/admins");
        await world.LogInAsync();
        world.Configuration.Root = world.Configuration.Root.With("/DiracX/CsSync/VOs/demo/UserSubjects/ann", "another");
        Assert.False((await world.Get<EntitledGroups>().RegistryForAsync("demo", "ann", Cancellation)).IsMember("ann", "demo_admin"));

        world.Configuration.Root = world.Configuration.Root.With("/Registry/Users/carl/DN", "/CN=carl").With("/DiracX/CsSync/VOs/demo/UserSubjects/carl", "sub-ann");
        Assert.False((await world.Get<EntitledGroups>().RegistryForAsync("demo", "ann", Cancellation)).IsMember("ann", "demo_admin"));
    }

    [Fact]
    public async Task LogIn_BareIdToken_TakesTheRestFromUserInfo()
    {
        await using var world = await StartAsync();
        world.Provider.Misbehaviour = IdentityProvider.Misbehaviour.BareIdToken;

        await AskAsync(world);

        Assert.Equal(("bob", "Bob@example.org"), (Assert.Single(await world.RequestsAsync()) is var request ? (request.UserName, request.Email) : default));
    }

    private async Task<LoginWorld> StartAsync()
    {
        var world = await LoginWorld.StartAsync(engine: engine);
        world.Provider.LoggedIn = "bob";
        return world;
    }

    private static async Task<long> AskAsync(LoginWorld world)
    {
        Assert.IsType<ProviderAnswer.Unknown>(await world.LogInAsync());
        return (await world.RequestsAsync())[^1].Id;
    }

    private static Task<AccountRequestInfo> ApproveAsync(LoginWorld world, long id, AccountApproval approval) => world.Get<DecideRequests>().ApproveAsync(LoginWorld.Manager, id, approval, Cancellation);

    private static async Task<ErrorCode> CodeOfAsync(Func<Task> work) => (await Assert.ThrowsAsync<DiracException>(work)).Code;
}

public sealed class RequestOnSqliteTests() : RequestContract(Engine.Sqlite);

public sealed class RequestOnMySqlTests() : RequestContract(Engine.MySql);
