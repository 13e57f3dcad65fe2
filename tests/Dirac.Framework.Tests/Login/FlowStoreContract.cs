using Dirac.Framework.Login;
using Dirac.Framework.Login.Code;
using Dirac.Framework.Login.Device;
using Dirac.Framework.Login.Flows;
using Dirac.Framework.Tokens;
using Dirac.Persistence;
using Dirac.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Dirac.Framework.Tests.Login;

/// <summary>The tables of logins on each engine.</summary>
public abstract class FlowStoreContract(Engine engine) : IAsyncLifetime
{
    private static readonly DateTime Now = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);
    private TestDatabases? _databases;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IDatabase Database => _databases!.Get("AuthDB");

    public async ValueTask InitializeAsync() =>
        _databases = await TestDatabases.CreateAsync(engine, services => services.AddSchema("AuthDB", typeof(FrameworkModule).Assembly));

    public async ValueTask DisposeAsync()
    {
        if (_databases is not null) await _databases.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Device_Row_ComesBackAsItWas_AndItsCodesAreUnique()
    {
        var flow = Device("BCDFGHJK", "hash");

        Assert.True(await WriteAsync((session, token) => DeviceFlowStore.AddAsync(session, flow, token)));
        Assert.False(await WriteAsync((session, token) => DeviceFlowStore.AddAsync(session, Device("BCDFGHJK", "other"), token)));
        Assert.False(await WriteAsync((session, token) => DeviceFlowStore.AddAsync(session, Device("BCDFGHJL", "hash"), token)));
        var found = await WriteAsync((session, token) => DeviceFlowStore.TakeByDeviceCodeAsync(session, "hash", token));

        Assert.Equivalent(flow, found, strict: true);
    }

    [Fact]
    public async Task Device_Move_HappensFromTheExpectedStateOnly()
    {
        var flow = Device("BCDFGHJK", "hash");
        await WriteAsync((session, token) => DeviceFlowStore.AddAsync(session, flow, token));

        Assert.True(await WriteAsync((session, token) => DeviceFlowStore.MoveAsync(session, flow, new FlowState(FlowStatus.Ready, Now.AddMinutes(1)), token)));
        Assert.False(await WriteAsync((session, token) => DeviceFlowStore.MoveAsync(session, flow, new FlowState(FlowStatus.Denied, Now), token)));

        Assert.Equal(new FlowState(FlowStatus.Ready, Now.AddMinutes(1)), (await WriteAsync((session, token) => DeviceFlowStore.FindByUserCodeAsync(session, "BCDFGHJK", token)))!.State);
    }

    [Fact]
    public async Task Code_Move_HappensFromTheExpectedStateOnly()
    {
        var flow = Code("one", null);
        await WriteAsync((session, token) => AuthorizationFlowStore.AddAsync(session, flow, token));

        Assert.True(await WriteAsync((session, token) => AuthorizationFlowStore.MoveAsync(session, flow, new FlowState(FlowStatus.Ready, Now.AddMinutes(1)), token)));
        Assert.False(await WriteAsync((session, token) => AuthorizationFlowStore.MoveAsync(session, flow, new FlowState(FlowStatus.Denied, Now), token)));

        Assert.Equal(new FlowState(FlowStatus.Ready, Now.AddMinutes(1)), (await WriteAsync((session, token) => AuthorizationFlowStore.FindAsync(session, "one", token)))!.State);
    }

    [Fact]
    public async Task Code_Row_KeepsEverySignOfItsState()
    {
        var flow = Code("one", "état ✓ \\'\"");
        await WriteAsync((session, token) => AuthorizationFlowStore.AddAsync(session, flow, token));
        await WriteAsync((session, token) => AuthorizationFlowStore.NoteAnswerAsync(session, "one", "ann", "sub-é", "hash", token));

        var found = await WriteAsync((session, token) => AuthorizationFlowStore.TakeByCodeAsync(session, "hash", token));

        Assert.Equal((flow.ClientState, "ann", "sub-é", FlowStatus.Pending), (found!.ClientState, found.UserName, found.Subject, found.Status));
        Assert.Null(await WriteAsync((session, token) => AuthorizationFlowStore.TakeByCodeAsync(session, "HASH", token)));
    }

    [Fact]
    public async Task Purge_ForgetsWhatBeganADayAgo()
    {
        await WriteAsync((session, token) => DeviceFlowStore.AddAsync(session, Device("BCDFGHJK", "hash"), token));
        await WriteAsync((session, token) => AuthorizationFlowStore.AddAsync(session, Code("one", null), token));
        var clock = new FakeTimeProvider(new DateTimeOffset(Now).AddDays(1));
        var purge = new PurgeFlows(new AuthDatabase(_databases!.All), clock, NullLogger<PurgeFlows>.Instance);

        await purge.HandleAsync([], null!, Token);
        Assert.NotNull(await WriteAsync((session, token) => DeviceFlowStore.FindByUserCodeAsync(session, "BCDFGHJK", token)));
        clock.Advance(TimeSpan.FromSeconds(1));
        await purge.HandleAsync([], null!, Token);

        Assert.Null(await WriteAsync((session, token) => DeviceFlowStore.FindByUserCodeAsync(session, "BCDFGHJK", token)));
        Assert.Null(await WriteAsync((session, token) => AuthorizationFlowStore.FindAsync(session, "one", token)));
    }

    private static DeviceFlow Device(string userCode, string hash) => new()
    {
        UserCode = userCode, FlowId = "01976c00-0000-7000-8000-000000000000", DeviceCodeHash = hash, Status = FlowStatus.Pending, ClientId = "client", Scope = "vo:demo", Asker = "192.0.2.1",
        CreatedAt = Now, ExpiresAt = Now.AddMinutes(10),
    };

    private static AuthorizationFlow Code(string flowId, string? state) => new()
    {
        FlowId = flowId, Status = FlowStatus.Pending, ClientId = "client", Scope = "vo:demo", RedirectUri = "https://portal.example.org/", ClientState = state,
        CodeChallenge = new string('a', 43), CreatedAt = Now, ExpiresAt = Now.AddMinutes(10),
    };

    private Task<T> WriteAsync<T>(Func<IDbSession, CancellationToken, Task<T>> work) => Database.WriteAsync(work, Token);
}

public sealed class SqliteFlowStoreTests() : FlowStoreContract(Engine.Sqlite);

public sealed class MySqlFlowStoreTests() : FlowStoreContract(Engine.MySql);
