using System.Net;
using System.Security.Cryptography;
using System.Text;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Security.Tokens;
using Dirac.Testing;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;
using Dirac.Workload.Sandboxes;
using Dirac.Workload.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Workload.Tests.Rpc.Sandboxes;

public sealed class SandboxStoreRpcSqlite(Servers servers) : SandboxStoreRpcContract(servers, Engine.Sqlite)
{
    [Fact]
    public async Task ToClient_SandboxOfDiracItself_ComesFromItsDirectory()
    {
        using var folder = new TempFolder();
        await using var server = await WorkloadServer.StartAsync(
            Engine.Sqlite, $"Systems\n{{\n WorkloadManagement\n {{\n Services\n {{\n SandboxStore\n {{\n BasePath = {folder.File("old")}\n MaxSandboxSizeMiB = 1\n }}\n }}\n }}\n}}\n");
        var community = new Community(server);
        const string Pfn = "/SandBox/a/ann.group/abc/def/abcdef.tar.bz2";
        Directory.CreateDirectory(Path.GetDirectoryName(folder.File("old") + Pfn)!);
        await File.WriteAllTextAsync(folder.File("old") + Pfn, "old", TestContext.Current.CancellationToken);
        await server.ExecuteAsync("SandboxMetadataDB", $"INSERT INTO {{sb_Owners}} (Owner, OwnerGroup, VO) VALUES ('ann', '{community.Vo}_user', '{community.Vo}')");
        foreach (var pfn in new[] { Pfn, Pfn + ".gone" })
        {
            await server.ExecuteAsync(
                "SandboxMetadataDB", $"INSERT INTO {{sb_SandBoxes}} (OwnerId, SEName, SEPFN, RegistrationTime, LastAccessTime) VALUES (1, 'ProductionSandboxSE', '{pfn}', '2026-01-01 00:00:00', '2026-01-01 00:00:00')");
        }

        Assert.Equal("old", (await community.LegacyUser(Store).PostAsync("streamToClient", $"dips://host:9196/WorkloadManagement/SandboxStore{Pfn}")).Text);
        Assert.Equal("Sandbox does not exist", await community.LegacyUser(Store).FailureAsync("streamToClient", Pfn + ".gone"));
        Assert.Contains("is not the name of a sandbox", await community.LegacyUser(Store).FailureAsync("streamToClient", "/SandBox/../../etc/passwd"), StringComparison.Ordinal);
        Assert.Equal("Sandbox is too big. Please upload it to a grid storage element", await community.LegacyUser(Store).FailureAsync("streamFromClient", WireValue.List($"{new string('0', 32)}.tar.bz2", LegacyClient.Dict()), "", (1 << 20) + 1, "x"));
    }
}

public sealed class SandboxStoreRpcMySql(Servers servers) : SandboxStoreRpcContract(servers, Engine.MySql);

/// <summary>Sandboxes come and go as DIRAC's clients send and ask for them.</summary>
public abstract class SandboxStoreRpcContract(Servers servers, Engine engine)
{
    protected const string Store = "SandboxStore";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FromClient_ThenToClient_GivesBackWhatCame()
    {
        var community = await CommunityAsync();

        var name = (await SendAsync(community, "what ann sends")).MustBeOk().AsText();

        Assert.Equal($"SB:ProductionSandboxSE|/S3/sandboxes/{community.Vo}/{community.Vo}_user/ann/sha256:{Sha256("what ann sends")}.tar.bz2", name);
        Assert.Equal(name, (await SendAsync(community, "what ann sends")).MustBeOk().AsText());
        Assert.Equal(1, await community.Server.CountAsync("SandboxMetadataDB", "sb_SandBoxes", $"SEPFN = '{name.Split('|')[1]}' AND Bytes = 14"));
        foreach (var id in new[] { name, name.Split('|')[1], $"https://host:8443/WorkloadManagement/TornadoSandboxStore{name.Split('|')[1]}" })
        {
            Assert.Equal("what ann sends", (await community.LegacyUser(Store).PostAsync("streamToClient", id)).Text);
        }

        Assert.Contains("belongs to ann", await community.LegacyUser(Store, "bob").FailureAsync("streamToClient", name), StringComparison.Ordinal);
        Assert.Contains("does not exist", await (await CommunityAsync()).LegacyUser(Store).FailureAsync("streamToClient", name), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FromClient_WithEntities_IsTheJobsOutput()
    {
        var community = await CommunityAsync();
        var job = (await community.WaitingAsync())[0];

        var name = (await SendAsync(community, $"output of {job}", entities: ($"Job:{job}", "Output"))).MustBeOk().AsText();

        Assert.Equal($$"""{"Output":["{{name}}"]}""", Compact(await community.LegacyUser(Store).ValueAsync("getSandboxesAssignedToEntity", $"Job:{job}")));
        Assert.Contains("belongs to ann", (await SendAsync(community, "of another", "bob", ($"Job:{job}", "Output"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FromClient_SomethingElseThanAnnounced_IsNotKept()
    {
        var community = await CommunityAsync();
        var user = community.LegacyUser(Store);
        var none = LegacyClient.Dict();

        Assert.Equal("Hashes don't match!", await user.FailureAsync("streamFromClient", WireValue.List($"{new string('0', 32)}.tar.bz2", none), "", 3, "abc"));
        Assert.StartsWith("Hashes don't match!", await user.FailureAsync("streamFromClient", WireValue.List("../../x.tar.bz2", none), "", 3, "abc"), StringComparison.Ordinal);
        Assert.Equal("No data provided", await user.FailureAsync("streamFromClient", WireValue.List($"{Md5("")}.tar.bz2", none), "", 0, ""));
        Assert.Contains("not 'tar.gz'", await user.FailureAsync("streamFromClient", WireValue.List($"{Md5("abc")}.tar.gz", none), "", 3, "abc"), StringComparison.Ordinal);
        Assert.Equal("File identified tuple has to have length greater than 1", await user.FailureAsync("streamFromClient", WireValue.List($"{Md5("abc")}.tar.bz2"), "", 3, "abc"));
        Assert.Contains("grid storage element", await user.FailureAsync("streamFromClient", $"{Md5("abc")}.tar.bz2", "", 3, new string('x', (1 << 20) + 1)), StringComparison.Ordinal);
        Assert.Contains("may not store sandboxes", await community.GenericPilot(Store).FailureAsync("streamFromClient", $"{Md5("abc")}.tar.bz2", "", 3, "abc"), StringComparison.Ordinal);
        Assert.Equal(0, await community.Server.CountAsync("SandboxMetadataDB", "sb_Owners", $"VO = '{community.Vo}'"));
        Assert.Empty(Directory.Exists(Path.Combine(community.Server.Sandboxes, community.Vo)) ? Directory.GetFiles(Path.Combine(community.Server.Sandboxes, community.Vo), "*", SearchOption.AllDirectories) : []);
    }

    [Fact]
    public async Task Take_ContentOfManyParts_IsNeverHeldWhole()
    {
        var community = await CommunityAsync();
        var content = new Trickle(1 << 20);
        var caller = new Caller
        {
            Subject = "x", UserName = "ann", Vo = community.Vo, Group = $"{community.Vo}_user", Properties = new PropertySet([DiracProperties.NormalUser]), TokenId = "", ExpiresAt = DateTimeOffset.MaxValue,
        };

        var name = await community.Server.Services.GetRequiredService<MoveSandboxes>().TakeAsync(caller, "tar.zst", null, long.MaxValue, content, Cancellation);

        Assert.Equal(1 << 20, new FileInfo(Path.Combine(community.Server.Sandboxes, community.Vo, $"{community.Vo}_user", "ann", name.Content!.Sha256[..2], $"{name.Content.Sha256}.tar.zst")).Length);
        Assert.True(content.LargestRead <= 128 * 1024);
    }

    [Fact]
    public async Task Assign_InputsByOwnerAndService_AndUnassign()
    {
        var community = await CommunityAsync();
        var jobs = await community.WaitingAsync(2);
        var name = (await SendAsync(community, "input")).MustBeOk().AsText();
        var user = community.LegacyUser(Store);

        Assert.Equal("2", await user.ValueAsync("assignSandboxesToEntities", Assign(jobs, name), "", ""));
        Assert.Equal("null", await user.ValueAsync("assignSandboxesToEntities", LegacyClient.Dict()));
        Assert.StartsWith(
            $"Sandbox does not exist or you are not authorized to assign it being bob@{community.Vo}_user", await community.LegacyUser(Store, "bob").FailureAsync("assignSandboxesToEntities", Assign(jobs, name)), StringComparison.Ordinal);
        Assert.Equal("1", await Service(community).ValueAsync("assignSandboxesToEntities", Assign([jobs[0]], name), "ann", $"{community.Vo}_user"));
        Assert.Equal($$"""{"Input":["{{name}}"]}""", Compact(await Service(community).ValueAsync("getSandboxesAssignedToEntity", $"Job:{jobs[0]}")));

        Assert.Equal("0", await community.LegacyUser(Store, "bob").ValueAsync("unassignEntities", Entities(jobs)));
        Assert.Equal("1", await user.ValueAsync("unassignEntities", Entities([jobs[0]])));
        Assert.Equal("1", await Service(community).ValueAsync("unassignEntities", Entities([jobs[1], 4_000_000_000])));
        Assert.Equal("null", await user.ValueAsync("unassignEntities", WireValue.List()));
        Assert.Equal("{}", await user.ValueAsync("getSandboxesAssignedToEntity", $"Job:{jobs[1]}"));
    }

    [Fact]
    public async Task Assign_WhatIsNoAssignment_IsToldInDiracsWords()
    {
        var user = (await CommunityAsync()).LegacyUser(Store);

        async Task<string> SayAsync(WireValue value) => await user.FailureAsync("assignSandboxesToEntities", value);

        Assert.Equal("Entry for entity Job:1 is not an iterable of tuples/lists", await SayAsync(LegacyClient.Dict(("Job:1", 3))));
        Assert.Equal("Entry for entity Job:1 is not an iterable of tuples/lists", await SayAsync(LegacyClient.Dict(("Job:1", WireValue.List("SB:x|/y")))));
        Assert.StartsWith("SB definition is not ( SBLocation, Type )!", await SayAsync(LegacyClient.Dict(("Job:1", WireValue.List(WireValue.List("SB:x|/y"))))), StringComparison.Ordinal);
        Assert.Equal("x doesn't seem to be a sandbox", await SayAsync(LegacyClient.Dict(("Job:1", WireValue.List(WireValue.List("x", "Input"))))));
        Assert.Equal("SB Location has to have SEName|SEPFN form", await SayAsync(LegacyClient.Dict(("Job:1", WireValue.List(WireValue.List("SB:x", "Input"))))));
        Assert.StartsWith("Request:1 is no entity", await SayAsync(LegacyClient.Dict(("Request:1", WireValue.List(WireValue.List("SB:x|/y", "Input"))))), StringComparison.Ordinal);
        Assert.Contains("does not exist", await user.FailureAsync("getSandboxesAssignedToEntity", "Job:4000000000"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DiskSpace_IsTold()
    {
        var user = (await CommunityAsync()).LegacyUser(Store);

        var (free, total) = ((await user.CallAsync("getFreeDiskSpace")).MustBeOk().AsDouble(), (await user.CallAsync("getTotalDiskSpace")).MustBeOk().AsDouble());

        Assert.InRange(free, 1, total);
    }

    [Fact]
    public async Task Transfers_WithoutAToken_AreRefused()
    {
        var community = await CommunityAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, (await new LegacyClient(community.Server.With(null), Store).PostAsync("streamToClient", "/S3/x")).Status);
    }

    private static Task<RpcReply> SendAsync(Community community, string content, string user = "ann", params (string Entity, string Type)[] entities) =>
        community.LegacyUser(Store, user).CallAsync(
            "streamFromClient",
            WireValue.List($"{Md5(content)}.tar.bz2", LegacyClient.Dict([.. entities.Select(entity => (entity.Entity, (WireValue)entity.Type))])),
            "",
            content.Length,
            content);

    private static LegacyClient Service(Community community) =>
        new(community.Server.As(new UserIdentity("host", "hostvo", "hosts", new PropertySet([DiracProperties.TrustedHost, DiracProperties.JobAdministrator]))), Store);

    private static WireValue Assign(IReadOnlyList<long> jobs, string name) =>
        LegacyClient.Dict([.. jobs.Select(job => ($"Job:{job}", WireValue.List(WireValue.List(name, "Input"))))]);

    private static WireValue Entities(IReadOnlyList<long> jobs) => WireValue.List([.. jobs.Select(job => (WireValue)$"Job:{job}")]);

    private static string Compact(string json) => json.Replace("\": ", "\":", StringComparison.Ordinal).Replace(", ", ",", StringComparison.Ordinal);

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

#pragma warning disable CA5351 // What DIRAC's clients send.
    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351

    private async Task<Community> CommunityAsync() => new(await servers.GetAsync(engine));

    private sealed class Trickle(long length) : MemoryStream
    {
        private long _left = length;

        public int LargestRead { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            LargestRead = Math.Max(LargestRead, buffer.Length);
            var count = (int)Math.Min(_left, Math.Min(buffer.Length, 5_000));
            buffer.Span[..count].Fill((byte)'x');
            _left -= count;
            return new ValueTask<int>(count);
        }
    }
}
