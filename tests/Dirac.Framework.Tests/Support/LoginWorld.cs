using System.Web;
using Dirac.Framework.Accounts;
using Dirac.Framework.Providers;
using Dirac.Hosting.Configuration;
using Dirac.IdentityProvider;
using Dirac.Model.Configuration;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Dirac.Framework.Tests.Support;

/// <summary>A VO <c>demo</c> with an identity provider that runs, a registry with the user <c>ann</c>, and what logs people in.</summary>
internal sealed class LoginWorld : IAsyncDisposable
{
    public const string Vo = "demo";
    private static readonly Uri Callback = new("http://127.0.0.1:1/api/auth/authorize/complete");
    private readonly TestDatabases _databases;
    private readonly HttpClient _browser = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private int _visits;

    private LoginWorld(TestDatabases databases, TestIdentityProvider provider, FakeConfiguration configuration, FakeTimeProvider clock) =>
        (_databases, Provider, Configuration, Clock) = (databases, provider, configuration, clock);

    public static Person Ann { get; } = new() { Subject = "sub-ann", UserName = "ann", Name = "Ann Example", Email = "ann@example.org", Groups = ["/demo/admins", "/demo"] };

    public static Person Bob { get; } = new() { Subject = "sub-bob", UserName = "bob", Name = "Bob Example", Email = "Bob@example.org" };

    public static Caller Manager { get; } = new()
    {
        Subject = $"{Vo}:boss", UserName = "boss", Vo = Vo, Group = "demo_admin", Properties = new PropertySet([DiracProperties.UserManager, DiracProperties.NormalUser]),
        TokenId = "1", ExpiresAt = DateTimeOffset.MaxValue,
    };

    public TestIdentityProvider Provider { get; }

    public FakeConfiguration Configuration { get; }

    public FakeTimeProvider Clock { get; }

    public IDatabase Database => _databases.Get(AccountDatabase.Name);

    public IIdentityProviders Providers => Get<IIdentityProviders>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Starts it.</summary>
    /// <param name="settings">The provider; its people and clock are set here. Without them its key is one that is made quickly.</param>
    /// <param name="options">Options of the provider's section in the configuration.</param>
    /// <param name="engine">The engine of AuthDB.</param>
    public static async Task<LoginWorld> StartAsync(IdentityProviderSettings? settings = null, IReadOnlyDictionary<string, string>? options = null, Engine engine = Engine.Sqlite)
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var provider = await TestIdentityProvider.StartAsync((settings ?? new IdentityProviderSettings { Algorithm = "ES256" }) with { People = [Ann, Bob], Clock = clock, LoggedIn = "ann" }, Cancellation);
        var configuration = new FakeConfiguration(Describe(provider, options), clock);
        var databases = await TestDatabases.CreateAsync(engine, services => services
            .AddFramework()
            .AddSingleton<TimeProvider>(clock)
            .AddSingleton<IConfigurationSnapshots>(configuration)
            .AddSingleton<IConfigurationChanges>(configuration));
        return new LoginWorld(databases, provider, configuration, clock);
    }

    public T Get<T>()
        where T : notnull => _databases.Services.GetRequiredService<T>();

    public ProviderVisit NewVisit() => new(Vo, Callback, $"state-{++_visits}", new string('v', 43) + _visits, $"nonce-{_visits}");

    /// <summary>Logs whoever is logged in at the provider in here.</summary>
    public async Task<ProviderAnswer> LogInAsync()
    {
        var visit = NewVisit();
        return await Providers.CompleteAsync(visit, await CodeAsync(visit), Cancellation);
    }

    /// <summary>Goes to the provider and brings its code.</summary>
    public async Task<string> CodeAsync(ProviderVisit visit)
    {
        using var response = await _browser.GetAsync(await Providers.BeginAsync(visit, Cancellation), Cancellation);
        var query = HttpUtility.ParseQueryString(response.Headers.Location!.Query);
        Assert.Equal(visit.State, query["state"]);
        return query["code"]!;
    }

    /// <summary>Waits for <paramref name="work"/> while the clock runs fast.</summary>
    public async Task<Exception?> PassTimeAsync(Task work)
    {
        while (await Task.WhenAny(work, Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Cancellation)) != work) Clock.Advance(TimeSpan.FromSeconds(1));
        return await Record.ExceptionAsync(() => work);
    }

    /// <summary>The requests that wait.</summary>
    public Task<IReadOnlyList<Model.Api.AccountRequestInfo>> RequestsAsync(bool all = false) => Get<DecideRequests>().ListAsync(Manager, all, Cancellation);

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _databases.DisposeAsync();
        await Provider.DisposeAsync();
    }

    private static CfgSection Describe(TestIdentityProvider provider, IReadOnlyDictionary<string, string>? options)
    {
        var section = CfgSection.Empty.With("issuer", provider.Issuer.AbsoluteUri.TrimEnd('/')).With("client_id", "dirac").With("client_secret", "dirac-secret").With("scope", "openid profile email wlcg.groups");
        foreach (var (name, value) in options ?? new Dictionary<string, string>()) section = value.Length > 0 ? section.With(name, value) : section.Without(name);
        return CfgSection.Empty
            .With("/Registry/VO/demo/IdProvider", "Test")
            .With("/Registry/VO/demo/DefaultGroup", "demo_user")
            .With("/Registry/VO/other/DefaultGroup", "other_user")
            .With("/Registry/Users/ann/Email", "ann@example.org")
            .With("/Registry/Users/boss/Email", "boss@example.org")
            .With("/Registry/Groups/demo_user/VO", "demo")
            .With("/Registry/Groups/demo_user/Users", "ann")
            .With("/Registry/Groups/demo_user/Properties", "NormalUser")
            .With("/Registry/Groups/demo_admin/VO", "demo")
            .With("/Registry/Groups/demo_admin/Users", "boss")
            .With("/Registry/Groups/demo_admin/Properties", "UserManager, CSAdministrator")
            .With("/Registry/Groups/other_user/VO", "other")
            .With("/DiracX/CsSync/VOs/demo/UserSubjects/ann", "sub-ann")
            .With("/Resources/IdProviders/Test", section);
    }
}
