using System.Text.Json.Nodes;
using Dirac.Cli.Shell;
using Dirac.Cli.Tests.Fakes;

namespace Dirac.Cli.Tests.Users;

public sealed class UserCommandTests : IAsyncLifetime
{
    private const string Request =
        """{"id":3,"vo":"testvo","subject":"sub-bob","user_name":"bob","name":"Bob [Example]","email":"bob@example.org","status":"Waiting","first_seen":"2026-11-28T08:00:00Z","last_seen":"2026-11-28T08:00:00Z","logins":1}""";

    private FakeServer _server = null!;
    private CommandLine _dirac = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await FakeServer.StartAsync();
        _dirac = new CommandLine(_server);
        _server.Answers["/.well-known/dirac-metadata"] =
            """{"virtual_organizations":{"testvo":{"groups":{"users":{"properties":["NormalUser"]},"admins":{"properties":["UserManager"]}},"support":{"message":""},"default_group":"users"}}}""";
        _server.Answers["/api/accounts/requests"] = $"[{Request}]";
        _server.Answers["/api/accounts/requests/3/approve"] = Request.Replace("Waiting", "Approved", StringComparison.Ordinal);
        _server.Answers["/api/accounts/requests/3/refuse"] = Request.Replace("Waiting", "Refused", StringComparison.Ordinal);
        _server.Answers["/api/accounts/sync"] = Sync("null", "true");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Requests_Waiting_ShowsWhoAndAsWhom()
    {
        var outcome = await _dirac.RunAsync("user", "requests");

        Assert.Equal(ExitCodes.Ok, outcome.Code);
        foreach (var word in new[] { "3", "Waiting", "bob", "Bob [Example]", "bob@example.org", "sub-bob", "2026-11-28 08:00:00" }) Assert.Contains(word, outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Approve_Options_AreSent()
    {
        var outcome = await _dirac.RunAsync("user", "approve", "3", "--user", "robert", "--group", "users", "--existing");

        Assert.Equal(ExitCodes.Ok, outcome.Code);
        Assert.Contains("bob is registered in testvo", outcome.Output, StringComparison.Ordinal);
        var sent = JsonNode.Parse(_server.Calls.Single(call => call.Call == "POST /api/accounts/requests/3/approve").Body)!;
        Assert.Equal(("robert", "users", true), ((string?)sent["user_name"], (string?)sent["group"], (bool)sent["existing"]!));
    }

    [Fact]
    public async Task Approve_ExistingWithoutName_IsNoCommand() => Assert.Equal(ExitCodes.Usage, (await _dirac.RunAsync("user", "approve", "3", "--existing")).Code);

    [Fact]
    public async Task Refuse_Request_SaysSo() => Assert.Contains("Request 3 is refused", (await _dirac.RunAsync("user", "refuse", "3")).Output, StringComparison.Ordinal);

    [Fact]
    public async Task Sync_WithoutApply_OnlyAsks()
    {
        var outcome = await _dirac.RunAsync("user", "sync", "testvo");

        Assert.Equal(ExitCodes.Ok, outcome.Code);
        Assert.Contains("is a member", outcome.Output, StringComparison.Ordinal);
        Assert.False((bool)JsonNode.Parse(_server.Calls.Single(call => call.Call == "POST /api/accounts/sync").Body)!["apply"]!);
    }

    [Fact]
    public async Task Sync_Refused_FailsAndSaysWhy()
    {
        _server.Answers["/api/accounts/sync"] = Sync("\"3 of 4 users would be suspended\"", "false");

        var outcome = await _dirac.RunAsync("user", "sync", "testvo", "--apply");

        Assert.Equal(ExitCodes.Failed, outcome.Code);
        Assert.Contains("3 of 4 users would be suspended", outcome.Error, StringComparison.Ordinal);
    }

    private static string Sync(string refusal, string applied) =>
        $$"""{"vo":"testvo","applied":{{applied}},"refusal":{{refusal}},"changes":[{"kind":"Add","user_name":"bob","subject":"sub-bob","email":"bob@example.org","reason":"is a member"}]}""";
}
