using System.Text.Json.Nodes;
using Dirac.Monitoring.Tests.Support;
using Dirac.Persistence;
using Dirac.Security.Identities;

namespace Dirac.Monitoring.Tests.Rpc;

/// <summary>DIRAC's service, called as its https clients do, on each engine.</summary>
public abstract class ResourceStatusContract(Engine engine) : IAsyncLifetime
{
    private StatusServer? _server;

    private StatusServer Server => _server!;

    public async ValueTask InitializeAsync() => _server = await StatusServer.StartAsync(engine);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task AddOrModify_NewAndKnown_WritesRowAndWholeCopyInTheLog()
    {
        await GoodAsync("addOrModify", """["SiteStatus", {"Name": "LCG.A.ch", "Status": "Active", "ElementType": "Site", "Reason": "new", "VO": "all"}]""");
        await GoodAsync("addOrModify", """["SiteStatus", {"Name": "LCG.A.ch", "Status": "Banned", "Reason": "cooling", "TokenOwner": "ann", "VO": "all"}]""");
        await GoodAsync("addOrModify", """["SiteStatus", {"Name": "LCG.A.ch", "StatusType": "all", "TokenOwner": "rs_svc", "VO": "all"}]""");

        Assert.Equal("Banned", Server.Board.OfSite("demo", StatusServer.Site)!.Status);
        Assert.Equal(1, await Server.CountAsync("SiteStatus", "Status = 'Banned' AND Reason = 'cooling' AND TokenOwner = 'rs_svc' AND ElementType = 'Site'"));
        Assert.Equal(3, await Server.CountAsync("SiteLog", "Status <> '' AND ElementType = 'Site'"));
    }

    [Fact]
    public async Task Select_WholeTable_HasDiracsColumnsInItsOrder()
    {
        await GoodAsync("insert", """["ResourceStatus", {"Name": "ce1", "StatusType": "all", "Status": "Active", "ElementType": "ComputingElement"}]""");

        var reply = await GoodAsync("select", """["ResourceStatus", {"Name": ["ce1", "ce2"], "VO": "all"}]""", DiracProperties.NormalUser);

        Assert.Equal(
            ["Name", "StatusType", "Status", "Reason", "DateEffective", "TokenExpiration", "ElementType", "LastCheckTime", "TokenOwner", "VO"],
            reply["Columns"]!.AsArray().Select(column => column!.GetValue<string>()));
        var row = Assert.Single(reply["Value"]!.AsArray())!.AsArray();
        Assert.Equal(("ce1", "all", "Active", "Unspecified", "ComputingElement", "rs_svc"), (Text(row[0]), Text(row[1]), Text(row[2]), Text(row[3]), Text(row[6]), Text(row[8])));
    }

    [Fact]
    public async Task Select_WithMeta_GivesColumnsAskedForInSmallLettersOrderedAndLimited()
    {
        foreach (var name in (string[])["a", "c", "b"]) await GoodAsync("insert", $$"""["SiteStatus", {"Name": "{{name}}", "Status": "Active"}]""");

        var reply = await GoodAsync("select", """["SiteStatus", {"Status": "Active", "Meta": {"columns": ["Name", "Status"], "order": ["Name", "desc"], "limit": 2}}]""");

        Assert.Equal("""[["c","Active"],["b","Active"]]""", reply["Value"]!.ToJsonString());
        Assert.Equal("""["name","status"]""", reply["Columns"]!.ToJsonString());
    }

    [Fact]
    public async Task AddIfNotThere_KnownRow_IsLeftAlone()
    {
        await GoodAsync("addIfNotThere", """["SiteStatus", {"Name": "a", "Status": "Active", "VO": "all"}]""");
        await GoodAsync("addIfNotThere", """["SiteStatus", {"Name": "a", "Status": "Banned", "VO": "all"}]""");
        await GoodAsync("insert", """["SiteStatus", {"Name": "a", "Status": "Banned", "VO": "all"}]""");

        Assert.Equal(1, await Server.CountAsync("SiteStatus", "Status = 'Active'"));
    }

    [Fact]
    public async Task Delete_ByCondition_RemovesAndWithoutOneIsRefused()
    {
        foreach (var name in (string[])["a", "b"]) await GoodAsync("insert", $$"""["SiteStatus", {"Name": "{{name}}", "Status": "Active"}]""");

        Assert.False((await CallAsync("delete", """["SiteStatus", {}]"""))["OK"]!.GetValue<bool>());
        Assert.Equal(1, (await GoodAsync("delete", """["SiteStatus", {"Name": "a"}]"""))["Value"]!.GetValue<long>());
        Assert.Equal(1, await Server.CountAsync("SiteStatus", "Name = 'b'"));
    }

    [Theory]
    [InlineData("""["SiteStatus", {"Name": "a", "Status": "Banned", "TokenOwner": "bob"}]""", "bob")]
    [InlineData("""["SiteStatus", {"Name": "a", "Status": "Nonsense"}]""", "Not a valid status")]
    [InlineData("""["SiteStatus", {"Status": "Banned"}]""", "Name")]
    [InlineData("""["SiteStatus; DROP TABLE SiteStatus", {"Name": "a"}]""", "no table")]
    [InlineData("""["SiteStatus", {"Name": "a", "Colour": "red"}]""", "no column Colour")]
    public async Task AddOrModify_OfOthersOrNonsense_IsRefused(string arguments, string because)
    {
        var reply = await CallAsync("addOrModify", arguments);

        Assert.False(reply["OK"]!.GetValue<bool>());
        Assert.Contains(because, reply["Message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(0, await Server.CountAsync("SiteStatus"));
    }

    [Theory]
    [InlineData("insert")]
    [InlineData("delete")]
    [InlineData("addOrModify")]
    [InlineData("addIfNotThere")]
    public async Task Write_WithoutSiteManager_IsRefused(string method)
    {
        await Server.CallAsync(method, """["SiteStatus", {"Name": "a", "Status": "Banned"}]""", DiracProperties.NormalUser);

        Assert.Equal(0, await Server.CountAsync("SiteStatus"));
    }

    private static string Text(JsonNode? node) => node!.GetValue<string>();

    private async Task<JsonNode> GoodAsync(string method, string arguments, string property = DiracProperties.SiteManager)
    {
        var reply = await CallAsync(method, arguments, property);
        Assert.True(reply["OK"]!.GetValue<bool>(), reply.ToJsonString());
        return reply;
    }

    private async Task<JsonNode> CallAsync(string method, string arguments, string property = DiracProperties.SiteManager) => JsonNode.Parse(await Server.CallAsync(method, arguments, property))!;
}

public sealed class SqliteResourceStatusTests() : ResourceStatusContract(Engine.Sqlite);

public sealed class MySqlResourceStatusTests() : ResourceStatusContract(Engine.MySql);
