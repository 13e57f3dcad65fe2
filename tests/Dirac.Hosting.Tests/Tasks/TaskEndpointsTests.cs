using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dirac.Hosting.Tasks;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Tasks;
using Dirac.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Hosting.Tests.Tasks;

public sealed class TaskEndpointsTests : IAsyncLifetime
{
    private const string DatabaseName = "TestDB";

    private static readonly (string Method, string Path, string Body)[] Routes =
    [
        ("GET", "/api/tasks", ""),
        ("GET", "/api/tasks/kinds/Errand", ""),
        ("GET", "/api/tasks/schedules", ""),
        ("GET", "/api/tasks/consumers", ""),
        ("GET", "/api/tasks/kinds/Errand/history", ""),
        ("POST", "/api/tasks/Errand", """{"message":{"What":"milk"}}"""),
        ("PUT", "/api/tasks/kinds/Errand/pause", """{"reason":"why not"}"""),
        ("DELETE", "/api/tasks/kinds/Errand/pause", ""),
        ("POST", "/api/tasks/dead/search", """{"all":true}"""),
        ("POST", "/api/tasks/dead/count", """{"all":true}"""),
        ("POST", "/api/tasks/dead/retry", """{"all":true}"""),
        ("POST", "/api/tasks/dead/drop", """{"all":true}"""),
    ];

    private TestDatabases _databases = null!;
    private RunningServer _server = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Operator => _server.Token(DiracProperties.Operator);

    public async ValueTask InitializeAsync()
    {
        _databases = await TestDatabases.CreateAsync(Engine.Sqlite, Declare);
        _server = await RunningServer.StartAsync(
            app => app.MapTasks(),
            services: services =>
            {
                services.AddPersistence(_databases.Settings);
                Declare(services);
            });
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _databases.DisposeAsync();
    }

    [Theory]
    [InlineData(DiracProperties.ServiceAdministrator)]
    [InlineData(DiracProperties.Operator)]
    public async Task EveryRoute_IsForThoseWhoLookAfterServices(string property)
    {
        var others = _server.Token(DiracProperties.NormalUser, DiracProperties.JobAdministrator, DiracProperties.CSAdministrator, DiracProperties.GenericPilot);
        foreach (var (method, path, body) in Routes)
        {
            Assert.Equal((path, HttpStatusCode.Unauthorized), (path, await SendAsync(method, path, body, null).StatusAsync()));
            Assert.Equal((path, HttpStatusCode.Forbidden), (path, await SendAsync(method, path, body, others).StatusAsync()));
            Assert.Contains(await SendAsync(method, path, body, _server.Token(property)).StatusAsync(), new[] { HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.NoContent });
        }
    }

    [Fact]
    public async Task List_DeclaredKind_HasDefinitionAndNumbers()
    {
        await MakeDeadAsync(3);

        var kind = (await _server.GetAsync("/api/tasks", Operator).JsonAsync()).EnumerateArray().Single();

        Assert.Equal(("Errand", DatabaseName, 3), (kind.GetProperty("name").GetString(), kind.GetProperty("database").GetString(), kind.GetProperty("dead").GetInt32()));
        Assert.Equal(7, kind.GetProperty("definition").GetProperty("max_attempts").GetInt32());
        Assert.False(kind.TryGetProperty("paused", out _));
    }

    [Fact]
    public async Task Consumers_AreShownAsTheyLastSaid()
    {
        await _databases.Get(DatabaseName).WriteAsync(
            (session, token) => session.ExecuteAsync(
                $"INSERT INTO {{x_MessageConsumers}} VALUES ('Orders', 'host:7', 'Errand', 'B::Queues::q', 'Waiting', NULL, 'no broker', 0, 1000, 5, {session.Dialect.UtcNowMs})", null, token),
            Token);

        var consumer = (await _server.GetAsync("/api/tasks/consumers", Operator).JsonAsync()).EnumerateArray().Single();

        Assert.Equal(("Orders", "B::Queues::q", "no broker", 5), (consumer.GetProperty("name").GetString(), consumer.GetProperty("source").GetString(), consumer.GetProperty("problem").GetString(), consumer.GetProperty("received").GetInt32()));
        Assert.InRange(consumer.GetProperty("silent_s").GetDouble(), 0, 60);
        Assert.False(consumer.TryGetProperty("broker", out _));
    }

    [Fact]
    public async Task Pause_ShowsWhoAndWhy_SecondOneConflicts_ResumeEndsIt()
    {
        Assert.Equal(HttpStatusCode.NoContent, await SendAsync("PUT", "/api/tasks/kinds/Errand/pause", """{"reason":"disk full"}""", Operator).StatusAsync());
        await SendAsync("PUT", "/api/tasks/kinds/Errand/pause", """{"reason":"again"}""", Operator).ErrorAsync(HttpStatusCode.Conflict);

        var paused = (await _server.GetAsync("/api/tasks/kinds/Errand", Operator).JsonAsync()).GetProperty("kind").GetProperty("paused");
        Assert.Equal(("ann (demo_user)", "disk full"), (paused.GetProperty("by").GetString(), paused.GetProperty("reason").GetString()));

        Assert.Equal(HttpStatusCode.NoContent, await SendAsync("DELETE", "/api/tasks/kinds/Errand/pause", "", Operator).StatusAsync());
        await SendAsync("DELETE", "/api/tasks/kinds/Errand/pause", "", Operator).ErrorAsync(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task UnknownKind_Gets404_WithTheNameThatWasMeant()
    {
        var error = await _server.GetAsync("/api/tasks/kinds/Erand", Operator).ErrorAsync(HttpStatusCode.NotFound);

        Assert.Contains("Errand", error.Advice, StringComparison.Ordinal);
        await SendAsync("PUT", "/api/tasks/kinds/Erand/pause", """{"reason":"why not"}""", Operator).ErrorAsync(HttpStatusCode.NotFound);
        foreach (var what in new[] { "search", "count", "retry", "drop" })
            Assert.Contains("Errand", (await SendAsync("POST", $"/api/tasks/dead/{what}", """{"name":"Erand"}""", Operator).ErrorAsync(HttpStatusCode.NotFound)).Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dead_Search_HasEveryErrorAndTheTrace()
    {
        await MakeDeadAsync(1);

        var dead = (await _server.PostAsync("/api/tasks/dead/search?limit=5", """{"name":"Errand","reason":"Failed"}""", Operator).JsonAsync()).EnumerateArray().Single();

        Assert.Equal(["first", "second"], dead.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("error").GetString()));
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", dead.GetProperty("trace_id").GetString());
        Assert.Equal("""{"What":"milk"}""", dead.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Dead_RetryAndDrop_ChangeThoseThatFitAndSayHowMany()
    {
        await MakeDeadAsync(5);

        Assert.Equal(2, Count(await _server.PostAsync("/api/tasks/dead/retry", """{"name":"Errand","ids":[1,2]}""", Operator).JsonAsync()));
        Assert.Equal(3, Count(await _server.PostAsync("/api/tasks/dead/count", """{"all":true}""", Operator).JsonAsync()));
        Assert.Equal(3, Count(await _server.PostAsync("/api/tasks/dead/drop", """{"reason":"Failed"}""", Operator).JsonAsync()));
        Assert.Equal(0, Count(await _server.PostAsync("/api/tasks/dead/count", """{"all":true}""", Operator).JsonAsync()));
    }

    [Fact]
    public async Task Add_GoodMessage_MakesOne_AndOneOnlyWhileItsKeyWaits()
    {
        const string Body = """{"message":{"What":"milk"},"delay_s":3600,"priority":"Background","key":"once"}""";

        var made = await SendAsync("POST", "/api/tasks/Errand", Body, Operator);
        var again = await _server.PostAsync("/api/tasks/Errand", Body, Operator).JsonAsync();
        await SendAsync("POST", "/api/tasks/Erand", Body, Operator).ErrorAsync(HttpStatusCode.NotFound);

        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.False(again.TryGetProperty("id", out _));
        var waiting = (await _server.GetAsync("/api/tasks/kinds/Errand", Operator).JsonAsync()).GetProperty("waiting").EnumerateArray().Single();
        Assert.InRange(waiting.GetProperty("due").GetDateTimeOffset() - waiting.GetProperty("created").GetDateTimeOffset(), TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(61));
    }

    [Theory]
    [InlineData("""{"message":{"What":7}}""", "body message What", "wrong type")]
    [InlineData("""{"message":{"What":"milk","Wen":1}}""", "body message Wen", "no Wen here")]
    [InlineData("{}", "body message", "Required and not given")]
    [InlineData("""{"message":{"What":"milk"},"delay_s":-1}""", "body delay_s", "delay_s is 0 to")]
    [InlineData("""{"message":{"What":"milk"},"priority":"High"}""", "body priority", "Realtime, Normal, Background")]
    [InlineData("""{"message":{"What":"milk"},"key":""}""", "body key", "1 to 128")]
    public async Task Add_MessageOfAnotherShape_Gets422_ThatSaysWhatIsWrong(string body, string place, string problem)
    {
        var reply = await SendAsync("POST", "/api/tasks/Errand", body, Operator);

        var detail = JsonDocument.Parse(await reply.Content.ReadAsStringAsync(Token)).RootElement.GetProperty("detail").EnumerateArray().Single();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, reply.StatusCode);
        Assert.Equal(place, string.Join(' ', detail.GetProperty("loc").EnumerateArray().Select(part => part.GetString())));
        Assert.Contains(problem, detail.GetProperty("msg").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_DoneTasks_HasWorkerDurationAndTrace()
    {
        await _databases.Get(DatabaseName).WriteAsync(
            (session, token) => session.InsertManyAsync(
                "x_TaskHistory",
                ["Name", "EndedMs", "TaskID", "Attempts", "CreatedMs", "DurationUs", "Worker", "TraceID"],
                [["Errand", 1_796_000_010_000, 7, 2, 1_796_000_000_000, 1_500_000, "node/1", "0af7651916cd43dd8448eb211c80319c"]],
                token),
            Token);

        var done = (await _server.GetAsync("/api/tasks/kinds/Errand/history?since=2026-11-01", Operator).JsonAsync()).EnumerateArray().Single();

        Assert.Equal((7, 2, 1.5, "node/1"), (done.GetProperty("id").GetInt32(), done.GetProperty("attempts").GetInt32(), done.GetProperty("duration_s").GetDouble(), done.GetProperty("worker").GetString()));
        Assert.Equal(1.5, (done.GetProperty("ended").GetDateTimeOffset() - done.GetProperty("begun").GetDateTimeOffset()).TotalSeconds);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await _server.GetAsync("/api/tasks/kinds/Errand/history?since=soon", Operator).StatusAsync());
        await _server.GetAsync("/api/tasks/kinds/Erand/history", Operator).ErrorAsync(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"ids":[1]}""")]
    [InlineData("""{"name":"Errand","ids":[]}""")]
    [InlineData("""{"reason":"Boredom"}""")]
    [InlineData("""{"all":true,"name":"Errand"}""")]
    [InlineData("[]")]
    public async Task Dead_SelectionThatMakesNoSense_Gets422_AndDropsNothing(string body)
    {
        await MakeDeadAsync(1);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, await _server.PostAsync("/api/tasks/dead/drop", body, Operator).StatusAsync());

        Assert.Equal(1, Count(await _server.PostAsync("/api/tasks/dead/count", """{"all":true}""", Operator).JsonAsync()));
    }

    [Theory]
    [InlineData("/api/tasks/kinds/Errand?limit=0")]
    [InlineData("/api/tasks/kinds/Errand?limit=101")]
    [InlineData("/api/tasks/kinds/Errand?limit=some")]
    public async Task Limit_OutOfRange_Gets422(string path) => Assert.Equal(HttpStatusCode.UnprocessableEntity, await _server.GetAsync(path, Operator).StatusAsync());

    [Fact]
    public async Task Show_TaskThatWaitsForALock_SaysForWhichAndWhoHasIt()
    {
        await _databases.Get(DatabaseName).WriteAsync(
            (session, token) => session.ExecuteAsync(
                """
                INSERT INTO {x_Tasks} (TaskID, Name, Priority, Size, Body, Owner, Epoch, DueMs) VALUES (1, 'Errand', 1, 0, '{}', 'host/12', 1, 9999999999999);
                INSERT INTO {x_TaskHolds} (Resource, TaskID, Epoch, Mode) VALUES ('lock Site/CERN', 1, 1, 0);
                INSERT INTO {x_Tasks} (TaskID, Name, Priority, Size, Body) VALUES (2, 'Errand', 1, -50, '{}');
                INSERT INTO {x_TaskWaits} (TaskID, Resource, Mode, Priority, Size, SinceMs) VALUES (2, 'lock Site/CERN', 0, 1, 0, 60000);
                """,
                null,
                token),
            Token);

        var reply = await _server.GetAsync("/api/tasks/kinds/Errand", Operator).JsonAsync();

        Assert.Equal((0, 1), (reply.GetProperty("kind").GetProperty("due").GetInt32(), reply.GetProperty("kind").GetProperty("blocked").GetInt32()));
        var wait = Assert.Single(reply.GetProperty("waiting").EnumerateArray()).GetProperty("waits_for");
        Assert.Equal("lock Site/CERN", wait.GetProperty("resource").GetString());
        var holder = Assert.Single(wait.GetProperty("held_by").EnumerateArray());
        Assert.Equal((1, "Errand", "host/12"), (holder.GetProperty("id").GetInt32(), holder.GetProperty("task").GetString(), holder.GetProperty("owner").GetString()));
    }

    private static void Declare(IServiceCollection services) =>
        services.AddTask<Errand, RunErrand>(new TaskDefinition("Errand") { Database = DatabaseName, MaxAttempts = 7 }, ErrandJson.Default.Errand);

    private static int Count(JsonElement reply) => reply.GetProperty("tasks").GetInt32();

    private Task<HttpResponseMessage> SendAsync(string method, string path, string body, string? token) =>
        _server.SendAsync(new HttpMethod(method), path, body.Length == 0 ? null : new StringContent(body, MediaTypeHeaderValue.Parse("application/json")), token);

    private Task<int> MakeDeadAsync(int count) => _databases.Get(DatabaseName).WriteAsync(
        (session, token) => session.InsertManyAsync(
            "x_DeadTasks",
            ["TaskID", "Name", "Priority", "Size", "Body", "Attempt", "Reason", "CreatedMs", "Errors", "TraceParent"],
            Enumerable.Range(1, count).Select(IReadOnlyList<object?> (id) =>
            [
                id, "Errand", 1, 0, """{"What":"milk"}""", 2, nameof(DeathReason.Failed), 0,
                """[{"Attempt":1,"At":"2026-11-28T00:00:00+00:00","Error":"first"},{"Attempt":2,"At":"2026-11-28T00:01:00+00:00","Error":"second"}]""",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            ]),
            token),
        Token);

    internal sealed record Errand(string What);

    private sealed class RunErrand : ITaskHandler<Errand>
    {
        public Task<IReadOnlyList<TaskOutcome>> HandleAsync(IReadOnlyList<ClaimedTask<Errand>> batch, TaskContext context, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<TaskOutcome>>([.. batch.Select(_ => TaskOutcome.Done)]);
    }
}

[JsonSerializable(typeof(TaskEndpointsTests.Errand))]
internal sealed partial class ErrandJson : JsonSerializerContext;
