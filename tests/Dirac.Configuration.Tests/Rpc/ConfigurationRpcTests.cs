using System.Text;
using Dirac.Configuration.Trees;
using Dirac.Hosting.Rpc.Declaring;
using Dirac.Model.Configuration;
using Dirac.Security.Identities;
using Dirac.Testing;
using Dirac.Wire.Values;

namespace Dirac.Configuration.Tests.Rpc;

public sealed class ConfigurationRpcTests
{
    private const string Nothing = """{"OK": true, "Value": null}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetVersion_OfANewMaster_IsTheTimeOfItsStart()
    {
        using var folder = new TempFolder();
        await using var master = await ConfigurationProcess.StartAsync(folder);

        Assert.Equal("""{"OK": true, "Value": "2026-03-01 12:00:00.000000"}""", ConfigurationProcess.Text(await master.CallAsync("getVersion")));
        Assert.Equal("""{"OK": true, "Value": true}""", ConfigurationProcess.Text(await master.CallAsync("writeEnabled")));
    }

    [Theory]
    [InlineData(RpcProtocols.Dips, WireKind.Bytes)]
    [InlineData(RpcProtocols.Https, WireKind.Text)]
    public async Task GetCompressedData_IsBytesOverDips_Base64TextOverHttps(RpcProtocols protocol, WireKind kind)
    {
        using var folder = new TempFolder();
        await using var master = await ConfigurationProcess.StartAsync(folder);

        var plain = (await master.CallAsync(ConfigurationProcess.Admin, protocol, "getCompressedData")).Value;
        var newer = (await master.CallAsync(ConfigurationProcess.Admin, protocol, "getCompressedDataIfNewer", "0")).Value.AsDict();
        var same = (await master.CallAsync(ConfigurationProcess.Admin, protocol, "getCompressedDataIfNewer", master.Version)).Value.AsDict();

        Assert.Equal(kind, plain.Kind);
        var bytes = protocol == RpcProtocols.Https ? Convert.FromBase64String(plain.AsText()) : plain.AsBytes().ToArray();
        Assert.Equal([0x78, 0xDA], bytes[..2]);
        var tree = ConfigurationTree.Unpack(bytes);
        Assert.Equal(("Test", master.Version, ConfigurationProcess.Own), (tree.Name, tree.Version, tree.Root.GetOption("/DIRAC/Configuration/MasterServer")));
        Assert.True(newer.TryGetValue("data", out var data) && data == plain);
        Assert.True(newer.TryGetValue("newestVersion", out var version) && version.AsText() == master.Version);
        Assert.False(same.TryGetValue("data", out _));
    }

    [Theory]
    [InlineData(RpcProtocols.Dips)]
    [InlineData(RpcProtocols.Https)]
    public async Task CommitNewData_OfAnAdministrator_IsOnDiskInForceAndInTheHistory(RpcProtocols protocol)
    {
        using var folder = new TempFolder();
        await using var master = await ConfigurationProcess.StartAsync(folder);
        var before = master.Version;
        master.Clock.Advance(TimeSpan.FromSeconds(1));
        var changed = master.Get<ServedConfiguration>().Current.Root.With("/Registry/Users/bob/DN", "/O=Grid/CN=bob");
        var packed = CompressedCfg.Pack(Cfg.Write(changed));

        var reply = await master.CallAsync(
            ConfigurationProcess.Admin, protocol, "commitNewData", protocol == RpcProtocols.Https ? Convert.ToBase64String(packed) : WireValue.OfBytes(packed));

        Assert.Equal(Nothing, ConfigurationProcess.Text(reply));
        Assert.Equal("2026-03-01 12:00:01.000000", master.Version);
        Assert.Equal("/O=Grid/CN=bob", master.InForce.GetOption("/Registry/Users/bob/DN"));
        Assert.Equal(master.Version, Cfg.Parse(await File.ReadAllTextAsync(folder.File("Test.cfg"), Cancellation)).GetOption("/DIRAC/Configuration/Version"));
        Assert.True(File.Exists(folder.File($"csbackup/2026/03/Test.ann@{master.Version}.zip")));
        Assert.Equal(
            $$"""{"OK": true, "Value": [["ann", "{{master.Version}}"], ["dirac-server", "{{before}}"]]}""", ConfigurationProcess.Text(await master.CallAsync("getCommitHistory")));
    }

    [Fact]
    public async Task CommitNewData_TextOverDips_StandsForItsBytes()
    {
        using var folder = new TempFolder();
        await using var master = await ConfigurationProcess.StartAsync(folder);
        var packed = CompressedCfg.Pack(Cfg.Write(master.Get<ServedConfiguration>().Current.Root.With("/A", "1")));

        var reply = await master.CallAsync("commitNewData", WireValue.OfUtf8(packed));

        Assert.Equal(Nothing, ConfigurationProcess.Text(reply));
        Assert.Equal("1", master.InForce.GetOption("/A"));
    }

    [Fact]
    public async Task CommitNewData_OtherVersionWithoutMerging_IsRefusedInTheWordsClientsKnow()
    {
        using var folder = new TempFolder();
        await using var master = await ConfigurationProcess.StartAsync(folder, ConfigurationProcess.MasterFile.Replace("EnableAutoMerge = yes", "", StringComparison.Ordinal));

        var reply = await master.CommitAsync(tree => tree.With("/DIRAC/Configuration/Version", "1"));
        var none = await master.CommitAsync(tree => tree.Without("/DIRAC/Configuration/Version"));

        Assert.Equal($"Local and remote versions differ ({master.Version} vs 1). Cannot commit.", reply.Message);
        Assert.Equal($"Local and remote versions differ ({master.Version} vs 0). Cannot commit.", none.Message);
    }

    [Fact]
    public async Task CommitNewData_OtherName_IsRefused()
    {
        using var folder = new TempFolder();
        await using var master = await ConfigurationProcess.StartAsync(folder);

        Assert.Equal("Names differ: Server is Test and remote is Other", (await master.CommitAsync(tree => tree.With("/DIRAC/Configuration/Name", "Other"))).Message);
        Assert.Equal("Names differ: Server is Test and remote is None", (await master.CommitAsync(tree => tree.Without("/DIRAC/Configuration/Name"))).Message);
        Assert.Null(master.InForce.GetOption("/Other"));
    }

    [Fact]
    public async Task CommitNewData_TwoBeganWithOneVersion_BothAreIn()
    {
        using var folder = new TempFolder();
        await using var master = await ConfigurationProcess.StartAsync(folder);
        Assert.True((await master.CommitAsync(tree => tree.With("/Resources/A", "0").With("/Registry/Users/ann/DN", "x"))).IsOk);
        var began = master.Get<ServedConfiguration>().Current.Root;

        var first = await master.CommitAsync(began.With("/Registry/Users/bob/DN", "b"));
        var second = await master.CommitAsync(began.With("/Registry/Users/cleo/DN", "c"));
        var conflict = await master.CommitAsync(began.With("/Registry/Users/bob/DN", "other"));

        Assert.Equal((Nothing, Nothing), (ConfigurationProcess.Text(first), ConfigurationProcess.Text(second)));
        Assert.Equal(["ann", "bob", "cleo"], master.InForce.SectionNames("/Registry/Users").Order());
        Assert.Equal("AutoMerge failed: Cannot AutoMerge: Section /Registry/Users/bob already exists", conflict.Message);
    }

    [Fact]
    public async Task CommitNewData_VersionThatNoBackupHas_CannotBeMerged()
    {
        using var folder = new TempFolder();
        await using var master = await ConfigurationProcess.StartAsync(folder);

        var reply = await master.CommitAsync(tree => tree.With("/DIRAC/Configuration/Version", "2001-01-01 00:00:00.000000"));

        Assert.Equal("AutoMerge failed: Could not AutoMerge. Could not retrieve original committer's version", reply.Message);
    }

    [Theory]
    [InlineData("not zlib", "The data is not a whole zlib stream.")]
    [InlineData("", "The data is not a whole zlib stream.")]
    public async Task CommitNewData_Garbage_IsRefusedWithoutAStack(string garbage, string expected)
    {
        using var folder = new TempFolder();
        await using var master = await ConfigurationProcess.StartAsync(folder);
        var before = master.Version;

        var reply = await master.CallAsync("commitNewData", WireValue.OfBytes(Encoding.UTF8.GetBytes(garbage)));
        var notBase64 = await master.CallAsync(ConfigurationProcess.Admin, RpcProtocols.Https, "commitNewData", "§§");
        var noConfiguration = await master.CallAsync("commitNewData", WireValue.OfBytes(CompressedCfg.Pack("A\n{\n")));

        Assert.StartsWith(expected, reply.Message, StringComparison.Ordinal);
        Assert.StartsWith("The data is not base64.", notBase64.Message, StringComparison.Ordinal);
        Assert.StartsWith("Section 'A', opened on line 2, is not closed.", noConfiguration.Message, StringComparison.Ordinal);
        Assert.Equal((before, 0), (master.Version, master.Log.Count(5400)));
    }

    [Fact]
    public async Task CommitNewData_Bomb_IsRefusedBeforeItIsUnpacked()
    {
        using var folder = new TempFolder();
        await using var master = await ConfigurationProcess.StartAsync(folder);

        var reply = await master.CallAsync("commitNewData", WireValue.OfBytes(CompressedCfg.Pack(new byte[CompressedCfg.MaxUnpacked + 1])));

        Assert.StartsWith("Unpacked, the configuration has more than 67108864 bytes.", reply.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("commitNewData")]
    [InlineData("rollbackToVersion")]
    [InlineData("forceGlobalConfigurationUpdate")]
    [InlineData("getVersionContents")]
    public async Task Change_ByAUserWithoutTheRight_IsRefused(string method)
    {
        using var folder = new TempFolder();
        await using var master = await ConfigurationProcess.StartAsync(folder);

        Assert.Equal("Unauthorized query", (await master.CallAsync(ConfigurationProcess.Caller("bob", DiracProperties.NormalUser), RpcProtocols.Dips, method, "x")).Message);
        Assert.True((await master.CallAsync(ConfigurationProcess.Caller("bob", DiracProperties.NormalUser), RpcProtocols.Dips, "getVersion")).IsOk);
    }

    [Fact]
    public async Task CommitNewData_WrongType_SaysWhatIsExpected()
    {
        using var folder = new TempFolder();
        await using var master = await ConfigurationProcess.StartAsync(folder);

        Assert.EndsWith("Received <class 'int'>, expected (<class 'bytes'>, <class 'str'>)", (await master.CallAsync("commitNewData", 5)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RollbackToVersion_MakesOldContentANewVersion()
    {
        using var folder = new TempFolder();
        await using var master = await ConfigurationProcess.StartAsync(folder);
        await master.CommitAsync(tree => tree.With("/A", "1"));
        var good = master.Version;
        await master.CommitAsync(tree => tree.With("/A", "2"));

        var reply = await master.CallAsync("rollbackToVersion", good);

        Assert.Equal(Nothing, ConfigurationProcess.Text(reply));
        Assert.Equal("1", master.InForce.GetOption("/A"));
        Assert.True(ConfigurationVersion.IsNewer(master.Version, good));
        Assert.Equal(4, (await master.CallAsync("getCommitHistory")).Value.AsList().Length);
        Assert.Equal(2, (await master.CallAsync("getCommitHistory", 2)).Value.AsList().Length);
        Assert.Equal(4, (await master.CallAsync("getCommitHistory", 100000)).Value.AsList().Length);
        Assert.Equal("Can't get contents for version x: Version x does not exist", (await master.CallAsync("rollbackToVersion", "x")).Message);
    }

    [Fact]
    public async Task GetVersionContents_GivesEachAsItWasCommitted()
    {
        using var folder = new TempFolder();
        await using var master = await ConfigurationProcess.StartAsync(folder);
        var first = master.Version;
        await master.CommitAsync(tree => tree.With("/A", "1"));

        var reply = await master.CallAsync(ConfigurationProcess.Admin, RpcProtocols.Https, "getVersionContents", WireValue.List(first, master.Version));
        var missing = await master.CallAsync("getVersionContents", WireValue.List(first, "../../Test"));

        var contents = reply.Value.AsList().ToArray();
        Assert.Equal([WireKind.Bytes, WireKind.Bytes], contents.Select(content => content.Kind));
        Assert.Equal([null, "1"], contents.Select(content => ConfigurationTree.Unpack(content.AsBytes().ToArray()).Root.GetOption("/A")));
        Assert.Equal("Can't get contents for version ../../Test: Version ../../Test does not exist", missing.Message);
        Assert.False((await master.CallAsync("getVersionContents", WireValue.List([.. Enumerable.Repeat<WireValue>("x", 101)]))).IsOk);
    }

    [Fact]
    public async Task ForceGlobalConfigurationUpdate_OverHttps_TellsEveryServiceButConfigurationServers()
    {
        using var folder = new TempFolder();
        await using var master = await ConfigurationProcess.StartAsync(folder);
        string[] urls = ["dips://a:1/X/Y", "dips://m1:2/X/Z", "dips://m2:2/X/Z", "dips://b:3/W/V"];
        foreach (var url in urls[1..]) master.Peers.Names[url] = "any";
        await master.CommitAsync(tree => tree
            .With("/Systems/X/URLs/Y", "dips://a:1/X/Y").With("/Systems/X/URLs/Z", "dips://$MAINSERVERS$:2/X/Z").With("/Operations/Defaults/MainServers", "m1, m2")
            .With("/Systems/W/Production/URLs/V", "dips://b:3/W/V").With("/Systems/Configuration/Production/URLs/Server", "dips://a:1/Configuration/Server"));

        var reply = await master.CallAsync(ConfigurationProcess.Admin, RpcProtocols.Https, "forceGlobalConfigurationUpdate");

        Assert.Equal(Nothing, ConfigurationProcess.Text(reply));
        Assert.Equal(urls.Select(url => $"refresh {url} False").Order(), master.Peers.Calls.Order());
        Assert.Equal(1, master.Log.Count(5511));
    }

    [Fact]
    public async Task Changes_WhereThereIsNoMaster_AreRefused()
    {
        using var folder = new TempFolder();
        await using var alone = await ConfigurationProcess.StartAsync(folder, "DIRAC\n{\n}\n");

        Assert.Equal("""{"OK": true, "Value": false}""", ConfigurationProcess.Text(await alone.CallAsync("writeEnabled")));
        Assert.Equal("""{"OK": true, "Value": "0"}""", ConfigurationProcess.Text(await alone.CallAsync("getVersion")));
        Assert.Equal("Configuration modification is not allowed in this server", (await alone.CommitAsync(tree => tree)).Message);
        Assert.Equal("Configuration modification is not allowed in this server", (await alone.CallAsync("rollbackToVersion", "1")).Message);
        Assert.Equal(Nothing, ConfigurationProcess.Text(await alone.CallAsync("publishSlaveServer", "dips://a:1/Configuration/Server")));
        Assert.Equal("""{"OK": true, "Value": []}""", ConfigurationProcess.Text(await alone.CallAsync("getCommitHistory")));
    }

    [Fact]
    public async Task CommitNewData_ChangesRules_TheyHoldForTheNextCall()
    {
        using var folder = new TempFolder();
        await using var master = await ConfigurationProcess.StartAsync(folder);
        var bob = ConfigurationProcess.Caller("bob", DiracProperties.NormalUser);
        Assert.True((await master.CallAsync(bob, RpcProtocols.Dips, "getVersion")).IsOk);

        await master.CommitAsync(tree => tree.With("/Systems/Configuration/Services/Server/Authorization/getVersion", DiracProperties.CSAdministrator));

        Assert.Equal("Unauthorized query", (await master.CallAsync(bob, RpcProtocols.Dips, "getVersion")).Message);
    }
}
