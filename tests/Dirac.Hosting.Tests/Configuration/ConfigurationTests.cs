using System.Net;
using Dirac.Hosting.Configuration;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;
using Dirac.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Dirac.Hosting.Tests.Configuration;

public sealed class ConfigurationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetConfig_ShowsTheTree_WithoutSecretsAndThisMachinesOwn()
    {
        await using var server = await RunningServer.StartAsync();

        var tree = await server.GetAsync("/api/config/", server.Token()).JsonAsync();

        Assert.Equal("NormalUser", tree.GetProperty("Registry").GetProperty("Groups").GetProperty("demo_user").GetProperty("Properties").GetString());
        Assert.Equal("dirac", tree.GetProperty("Systems").GetProperty("Databases").GetProperty("User").GetString());
        Assert.DoesNotContain("hidden-word", tree.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("own-machine", tree.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetConfig_EtagInAnyForm_Gives304()
    {
        await using var server = await RunningServer.StartAsync();
        using var first = await server.GetAsync("/api/config/", server.Token());
        var quoted = first.Headers.ETag!.Tag;

        foreach (var form in new[] { quoted, quoted.Trim('"'), "W/" + quoted, $"\"other\", {quoted}", "*" })
            Assert.Equal(HttpStatusCode.NotModified, await server.GetAsync("/api/config/", server.Token(), ("If-None-Match", form)).StatusAsync());
        Assert.Equal(HttpStatusCode.OK, await server.GetAsync("/api/config/", server.Token(), ("If-None-Match", "\"other\"")).StatusAsync());
    }

    [Theory]
    [InlineData(1, "\"other\"", HttpStatusCode.NotModified)]
    [InlineData(0, "\"other\"", HttpStatusCode.OK)]
    [InlineData(0, null, HttpStatusCode.NotModified)]
    [InlineData(-1, null, HttpStatusCode.OK)]
    public async Task GetConfig_IfModifiedSince_NewerThanOursGives304(int secondsNewer, string? tag, HttpStatusCode expected)
    {
        await using var server = await RunningServer.StartAsync();
        using var first = await server.GetAsync("/api/config/", server.Token());
        var since = first.Content.Headers.LastModified!.Value.AddSeconds(secondsNewer).ToString("R");
        (string, string)[] headers = tag is null ? [("If-Modified-Since", since)] : [("If-Modified-Since", since), ("If-None-Match", tag)];

        Assert.Equal(expected, await server.GetAsync("/api/config/", server.Token(), headers).StatusAsync());
    }

    [Fact]
    public async Task ChangedFile_IsInForceSoon_ABadOneKeepsTheOld()
    {
        await using var server = await RunningServer.StartAsync();
        using var before = await server.GetAsync("/api/config/", server.Token());

        await server.ReplaceConfigurationAsync("Broken\n{\n");
        await server.Log.SeenAsync(5101, Cancellation);
        using var kept = await server.GetAsync("/api/config/", server.Token());
        Assert.Equal(before.Headers.ETag, kept.Headers.ETag);

        await server.ReplaceConfigurationAsync("New\n{\n  Option = here\n}\n");
        await server.Log.SeenAsync(5100, Cancellation);
        Assert.Equal("here", (await server.GetAsync("/api/config/", server.Token()).JsonAsync()).GetProperty("New").GetProperty("Option").GetString());
    }

    [Fact]
    public void Reload_SameBadFileTwice_IsLoggedOnce_AndUnchangedContentIsNoChange()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("a.cfg"), "A = 1\n");
        using var log = new LogRecorder();
        var snapshots = Snapshots(folder, log);

        Assert.False(snapshots.Reload());
        File.WriteAllText(folder.File("a.cfg"), "}\n");
        Assert.False(snapshots.Reload());
        Assert.False(snapshots.Reload());

        Assert.Equal(1, log.Count(5101));
        Assert.Equal("1", snapshots.Current.Root.GetOption("/A"));
    }

    [Fact]
    public void LaterFiles_OverrideEarlierOnes_AndAMissingOneStopsTheStart()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("a.cfg"), "A = 1\nB = 1\n");
        File.WriteAllText(folder.File("b.cfg"), "B = 2\n");
        using var log = new LogRecorder();

        var root = Snapshots(folder, log, "b.cfg").Current.Root;

        Assert.Equal(("1", "2"), (root.GetOption("/A"), root.GetOption("/B")));
        var failure = Assert.Throws<DiracException>(() => Snapshots(folder, log, "absent.cfg"));
        Assert.Equal(ErrorCode.BadConfiguration, failure.Code);
    }

    [Fact]
    public void Operations_VoOverridesDefaults()
    {
        var snapshot = new ConfigurationSnapshot(Cfg.Parse(RunningServer.Configuration), DateTimeOffset.UnixEpoch);

        Assert.Equal(("default", "demo"), (snapshot.Operations("demo").GetOption("/A"), snapshot.Operations("demo").GetOption("/B")));
        Assert.Equal("default", snapshot.Operations("bio").GetOption("/B"));
        Assert.Equal("1970-01-01 00:00:00.000000", snapshot.Version);
    }

    [Fact]
    public async Task Replace_BaseUnderLocalFiles_IsInForceAtOnceAndLocalWins()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("a.cfg"), "A = local\nDIRAC\n{\n Configuration\n {\n  Version = mine\n }\n}\n", Cancellation);
        var below = new SharedConfiguration();
        var snapshots = Snapshots(folder, new LogRecorder(), below);

        below.Replace(Cfg.Parse("A = remote\nB = remote\nDIRAC\n{\n Configuration\n {\n  Version = 2024-10-17 13:41:46.123456\n }\n}\n"));

        var current = snapshots.Current;
        Assert.Equal(("local", "remote"), (current.Root.GetOption("/A"), current.Root.GetOption("/B")));
        Assert.Equal("2024-10-17 13:41:46.123456", current.Version);
    }

    [Fact]
    public async Task Replace_WhileALocalFileIsBad_LaysItsLastGoodContentOverTheNewBase()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("a.cfg"), "A = local\n", Cancellation);
        var below = new SharedConfiguration();
        var snapshots = Snapshots(folder, new LogRecorder(), below);
        await File.WriteAllTextAsync(folder.File("a.cfg"), "Broken\n{\n", Cancellation);

        below.Replace(Cfg.Parse("A = remote\nB = remote\n"));

        Assert.Equal(("local", "remote"), (snapshots.Current.Root.GetOption("/A"), snapshots.Current.Root.GetOption("/B")));
        Assert.Contains("is not closed", snapshots.Problem, StringComparison.Ordinal);
    }

    private static ConfigurationSnapshots Snapshots(TempFolder folder, LogRecorder log, params string[] more) => Snapshots(folder, log, new SharedConfiguration(), more);

    private static ConfigurationSnapshots Snapshots(TempFolder folder, LogRecorder log, SharedConfiguration below, params string[] more)
    {
        var options = new HostingOptions { DataDirectory = folder.FullPath, ConfigurationFiles = [folder.File("a.cfg"), .. more.Select(folder.File)] };
        return new ConfigurationSnapshots(options, below, new FakeTimeProvider(), new TypedLogger<ConfigurationSnapshots>(log));
    }
}
