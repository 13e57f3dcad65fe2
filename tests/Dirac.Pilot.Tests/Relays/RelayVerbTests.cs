using Dirac.Model.Errors;
using Dirac.Pilot.Relays;
using Dirac.Pilot.Tests.Support;
using Dirac.Testing;

namespace Dirac.Pilot.Tests.Relays;

public sealed class RelayVerbTests : IDisposable
{
    private const int Terminate = 15;
    private const int Kill = 9;

    private readonly TempFolder _folder = new();

    private string Socket => _folder.File("gate.sock");

    private string Shared => _folder.File("shared");

    private string RelayFile => _folder.File("relay");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("gate", "gate", 0)]
    [InlineData("gate:4711", "gate", 4711)]
    [InlineData("10.0.0.1:0", "10.0.0.1", 0)]
    [InlineData("[fe80::1]:22", "fe80::1", 22)]
    [InlineData("[::1]", "::1", 0)]
    [InlineData("fe80::1", "fe80::1", 0)]
    public void Parse_Listen_IsUnderstood(string listen, string host, int port)
    {
        var options = RelayArguments.Parse(["--listen", listen, "--to", "unix:/s", "--file", "/f", "--idle", "60"]);

        Assert.Equal((host, port, "/s", "/f", TimeSpan.FromMinutes(1)), (options.Host, options.Port, options.Target.ToString(), options.File, options.Idle));
    }

    [Theory]
    [InlineData("--listen", "gate:x", "--listen needs a number")]
    [InlineData("--listen", ":1", "--listen needs this machine's name")]
    [InlineData("--to", "tcp:1", "--to needs unix:")]
    [InlineData("--to", "tcp::1", "--to needs unix:")]
    [InlineData("--to", "tcp:host:0", "--to needs unix:")]
    [InlineData("--to", "unix:relative", "--to needs unix:")]
    [InlineData("--idle", "0", "--idle needs a number")]
    [InlineData("--key", "x", "'--key' is not an option")]
    public void Parse_Wrong_SaysWhat(string name, string value, string words)
    {
        var error = Assert.Throws<DiracException>(() => RelayArguments.Parse(["--listen", "gate", "--to", "unix:/s", "--file", "/f", name, value]));

        Assert.Equal(ErrorCode.BadRequest, error.Code);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--to is missing", "--files", "/d")]
    [InlineData("--listen or --files is missing", "--to", "unix:/s")]
    [InlineData("--listen is missing", "--to", "unix:/s", "--file", "/f")]
    [InlineData("--file is missing", "--to", "unix:/s", "--listen", "gate", "--files", "/d")]
    [InlineData("--files needs a value", "--to", "unix:/s", "--files")]
    public void Parse_NotEnough_SaysWhat(string words, params string[] arguments) =>
        Assert.Contains(words, Assert.Throws<DiracException>(() => RelayArguments.Parse(arguments)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("tcp:127.0.0.1:8443", "127.0.0.1:8443")]
    [InlineData("tcp:gate.example.org:1", "gate.example.org:1")]
    [InlineData("tcp:[::1]:8443", "[::1]:8443")]
    public void Parse_PortAsTarget_IsUnderstood(string to, string target)
    {
        var options = RelayArguments.Parse(["--to", to, "--files", "/d/"]);

        Assert.Equal((null, target, "/d"), (options.Host, options.Target.ToString(), options.Files));
    }

    [Fact]
    public async Task Start_Twice_TheSecondLeavesEverythingAsItIs()
    {
        await using var first = await RelayProcess.StartAsync(Socket, RelayFile);
        var before = RelayProcess.Read(RelayFile);

        await using var second = await RelayProcess.StartAsync(Socket, RelayFile);

        Assert.Contains("already", second.FirstLine, StringComparison.Ordinal);
        Assert.Equal(0, await second.EndAsync());
        Assert.NotNull(before);
        Assert.Equal(before, RelayProcess.Read(RelayFile));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(RelayFile));
    }

    [Fact]
    public async Task Terminate_Running_DeletesItsFile()
    {
        await using var relay = await RelayProcess.StartAsync(Socket, RelayFile);
        Assert.True(File.Exists(RelayFile));

        Assert.Equal(0, await relay.EndAsync(Terminate));
        Assert.False(File.Exists(RelayFile));
    }

    [Fact]
    public async Task Terminate_FileOfAnother_IsLeftAlone()
    {
        await using var relay = await RelayProcess.StartAsync(Socket, RelayFile);
        var others = RelayProcess.Read(RelayFile)! with { Key = Relay.NewKey() };
        await File.WriteAllTextAsync(RelayFile, others.ToLine(), TestContext.Current.CancellationToken);

        Assert.Equal(0, await relay.EndAsync(Terminate));
        Assert.Equal(others, RelayProcess.Read(RelayFile));
    }

    [Fact]
    public async Task Idle_Over_EndsAndDeletesItsFile()
    {
        await using var relay = await RelayProcess.StartAsync(Socket, RelayFile, "--idle", "1");

        Assert.Equal(0, await relay.EndAsync());
        Assert.False(File.Exists(RelayFile));
    }

    [Fact]
    public async Task Pilot_RelayKilledAndStartedElsewhere_GoesOnThroughTheNewOne()
    {
        await using var server = await FakeServer.StartAsync();
        using var gate = new SocketServer(Socket, server.Url.Port);
        await using var first = await RelayProcess.StartAsync(Socket, RelayFile);
        // The address itself leads nowhere: whatever arrives has come through the relay.
        await using var pilot = await RunningPilot.StartAsync(server, "--url", "http://gate.invalid:1", "--through", $"relay:{RelayFile}");
        Assert.Equal("Finished", (await server.Submit(WithOutput).EndAsync()).Outcome);
        var before = RelayProcess.Read(RelayFile);

        await first.EndAsync(Kill);
        Assert.Equal(before, RelayProcess.Read(RelayFile));
        await using var second = await RelayProcess.StartAsync(Socket, RelayFile);

        Assert.NotEqual(before, RelayProcess.Read(RelayFile));
        var end = await server.Submit(WithOutput).EndAsync();
        Assert.NotNull(end.OutputSandbox);
    }

    [Fact]
    public async Task Pilot_RelayOfFilesKilledAndStartedAgain_GoesOnThroughTheNewOne()
    {
        await using var server = await FakeServer.StartAsync();
        using var gate = new SocketServer(Socket, server.Url.Port);
        await using var first = await StartFilesAsync();
        await using var pilot = await RunningPilot.StartAsync(server, "--url", "http://gate.invalid:1", "--through", $"files:{Shared}");
        Assert.Equal("Finished", (await server.Submit(WithOutput).EndAsync()).Outcome);

        await first.EndAsync(Kill);
        await using var second = await StartFilesAsync();

        var end = await server.Submit(WithOutput).EndAsync();
        Assert.NotNull(end.OutputSandbox);
    }

    [Fact]
    public async Task Terminate_RelayOfFiles_LeavesNothingAndASecondNeverBegins()
    {
        await using var first = await StartFilesAsync();
        await using var second = await StartFilesAsync();
        Assert.Contains("already", second.FirstLine, StringComparison.Ordinal);
        Assert.Equal(0, await second.EndAsync());
        Assert.NotEmpty(Directory.EnumerateFileSystemEntries(Shared));

        Assert.Equal(0, await first.EndAsync(Terminate));

        Assert.Empty(Directory.EnumerateFileSystemEntries(Shared));
    }

    [Fact]
    public async Task Start_WithBothDoors_ServesBoth()
    {
        await using var server = await FakeServer.StartAsync();
        using var gate = new SocketServer(Socket, server.Url.Port);
        await using var relay = await RelayProcess.StartAsync(Socket, RelayFile, "--files", Shared);
        await using var near = await RunningPilot.StartAsync(server, "--url", "http://gate.invalid:1", "--through", $"relay:{RelayFile}", "--max-jobs", "1");
        Assert.Equal("Finished", (await server.Submit(WithOutput).EndAsync()).Outcome);
        Assert.Equal(0, await near.EndAsync());

        await using var far = await RunningPilot.StartAsync(server, "--url", "http://gate.invalid:1", "--through", $"files:{Shared}", "--max-jobs", "1");

        Assert.Equal("Finished", (await server.Submit(WithOutput).EndAsync()).Outcome);
    }

    [Fact]
    public async Task Idle_RelayOfFiles_Ends()
    {
        await using var relay = await RelayProcess.StartAsync(["--to", $"unix:{Socket}", "--files", Shared, "--idle", "1"]);

        Assert.Equal(0, await relay.EndAsync());
        Assert.Empty(Directory.EnumerateFileSystemEntries(Shared));
    }

    [Fact]
    public async Task Pilot_SocketAwayForAWhile_DeliversLater()
    {
        await using var server = await FakeServer.StartAsync();
        var job = server.Submit("""[ Executable = "/bin/sh"; Arguments = "-c 'while [ ! -f %END% ]; do sleep 0.1; done'"; ]""".Replace("%END%", _folder.File("end"), StringComparison.Ordinal));
        await using var pilot = await RunningPilot.StartAsync(server, "--url", "http://gate.invalid:1", "--through", $"unix:{Socket}");
        using (new SocketServer(Socket, server.Url.Port)) await job.MinorAsync("Application");
        await File.WriteAllTextAsync(_folder.File("end"), "", TestContext.Current.CancellationToken);
        await SaysAsync(pilot, "is the server connected to the site?");
        Assert.DoesNotContain(job.Reports, report => report.Outcome is not null);

        using (new SocketServer(Socket, server.Url.Port)) Assert.Equal("Finished", (await job.EndAsync()).Outcome);
    }

    private const string WithOutput = """[ Executable = "/bin/echo"; Arguments = "hello"; StdOutput = "std.out"; OutputSandbox = { "std.out" }; ]""";

    private Task<RelayProcess> StartFilesAsync() => RelayProcess.StartAsync(["--to", $"unix:{Socket}", "--files", Shared]);

    private static async Task SaysAsync(RunningPilot pilot, string words)
    {
        for (var tries = 0; !pilot.Log.Contains(words, StringComparison.Ordinal); tries++)
        {
            Assert.True(tries < 1000, $"The pilot never said: {words}");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
