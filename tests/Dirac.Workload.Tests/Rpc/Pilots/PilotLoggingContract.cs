using System.Net;
using Dirac.Persistence;
using Dirac.Wire.Values;
using Dirac.Workload.Rpc.Pilots;
using Dirac.Workload.Tests.Support;

namespace Dirac.Workload.Tests.Rpc.Pilots;

public sealed class PilotLoggingRpcSqlite(Servers servers) : PilotLoggingRpcContract(servers, Engine.Sqlite);

public sealed class PilotLoggingRpcMySql(Servers servers) : PilotLoggingRpcContract(servers, Engine.MySql);

/// <summary>DIRAC's pilots send their logs.</summary>
public abstract class PilotLoggingRpcContract(Servers servers, Engine engine)
{
    private const string Logging = "TornadoPilotLogging";

    [Fact]
    public async Task Log_SentInParts_IsReadAsAWhole()
    {
        var community = await CommunityAsync();
        var uuid = Guid.NewGuid().ToString("D");
        var pilot = community.GenericPilot(Logging);
        Assert.Contains("does not exist", await pilot.FailureAsync("sendMessage", "[\"early\"]", uuid, ""), StringComparison.Ordinal);
        await community.GenericPilot("PilotManager").CallAsync("addPilotReferences", WireValue.List("https://ce/x"), community.Vo, "X", LegacyClient.Dict(("https://ce/x", uuid.Replace("-", "", StringComparison.Ordinal))));

        Assert.Equal($"Message logged successfully for pilot: {uuid} and {community.Vo}", await Plain(pilot.ValueAsync("sendMessage", """["one", "two\n"]""", uuid, "othervo")));
        await pilot.ValueAsync("sendMessage", "\"three\\nfour\\n\"", uuid, "");
        Assert.Equal("null", await pilot.ValueAsync("finaliseLogs", """{"retCode": 0}""", uuid, ""));

        Assert.Equal("""{"StdOut": "one\ntwo\nthree\nfour\n"}""", await community.LegacyUser(Logging).ValueAsync("getLogs", uuid, community.Vo));
        Assert.Equal("\"one\\ntwo\\nthree\\nfour\"", await community.LegacyUser("PilotManager").ValueAsync("getPilotLoggingInfo", "https://ce/x"));
        Assert.Equal(1, await community.Server.CountAsync("PilotAgentsDB", "x_PilotState", $"LogFinal = 1 AND LogLines = 4 AND PilotID IN (SELECT PilotID FROM {{PilotAgents}} WHERE VO = '{community.Vo}')"));
        Assert.Contains("does not exist", await (await CommunityAsync()).LegacyUser(Logging).FailureAsync("getLogs", uuid, community.Vo), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_OfNobodyOrOfNothing_IsRefused()
    {
        var community = await CommunityAsync();
        var pilot = community.GenericPilot(Logging);
        var stamp = new string('a', 32);

        Assert.Equal("Pilot UUID is invalid", await pilot.FailureAsync("sendMessage", "[]", "../x", ""));
        Assert.Equal("Pilot UUID is invalid", await pilot.FailureAsync("finaliseLogs", "{}", "X", ""));
        Assert.Equal("The message is neither a JSON text nor a list of them", await pilot.FailureAsync("sendMessage", "{", stamp, ""));
        Assert.Equal("No Pilot logging directory defined", await community.Host(Logging).FailureAsync("getMetadata"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await community.LegacyUser(Logging).PostAsync("sendMessage", "[]", stamp, "")).Status);
    }

    [Theory]
    [InlineData("\"a\\r\\nb\"", "a|b")]
    [InlineData("[\"a\", 1, {\"b\": null}]", "a|1|{\"b\": null}")]
    [InlineData("1", null)]
    [InlineData("", null)]
    [InlineData("\"\\ud800\"", null)]
    public void LinesOf_Message_AreItsLines(string message, string? lines) =>
        Assert.Equal(lines, PilotLogWords.LinesOf(message) is { } read ? string.Join('|', read) : null);

    private static async Task<string> Plain(Task<string> json) => (await json).Trim('"');

    private async Task<Community> CommunityAsync() => new(await servers.GetAsync(engine));
}
