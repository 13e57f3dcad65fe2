using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Dirac.Resources.Computing;
using Dirac.Resources.Ssh;
using Dirac.Resources.Tests.Support;
using Dirac.Testing;

namespace Dirac.Resources.Tests.Computing;

/// <summary>The relay of the real pilot on a gate behind a real sshd: DIRAC_PILOT names a native build, else the plain one is started by a script.</summary>
public sealed class GateRelayTests(PrivateServices services) : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TcpListener _server = new(IPAddress.Loopback, 0);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        foreach (var relay in Relays().Concat(Relays("--files"))) relay.Kill();
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task OpenRelay_AgainAndAfterItWasKilled_OneRelayCarriesToThisMachine()
    {
        _server.Start();
        await using var elements = Elements();
        var program = await ProgramAsync();

        var file = await OpenAsync(elements, program, "127.0.0.1");
        var first = await File.ReadAllTextAsync(file, Cancellation);
        Assert.Equal("hello", await HearAsync(first, "hello"));

        Assert.Equal(file, await OpenAsync(elements, program, "127.0.0.1"));
        Assert.Equal(first, await File.ReadAllTextAsync(file, Cancellation));
        var relay = await OneRelayAsync("--file");

        relay.Kill();
        await relay.WaitForExitAsync(Cancellation);
        await OpenAsync(elements, program, "127.0.0.1");

        Assert.NotEqual(first, await File.ReadAllTextAsync(file, Cancellation));
        Assert.Equal("again", await HearAsync(await File.ReadAllTextAsync(file, Cancellation), "again"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OpenFiles_AgainAndAfterItWasKilled_OneRelaySharesTheDirectory(bool isLocal)
    {
        _server.Start();
        await using var elements = Elements();
        var program = await ProgramAsync();

        var shared = await OpenFilesAsync(elements, program, isLocal);
        Assert.Equal(_folder.File("area/gate/test-files"), shared);
        var first = (await SignAsync(shared))[0];
        Assert.Equal(shared, await OpenFilesAsync(elements, program, isLocal));
        Assert.Equal(first, (await SignAsync(shared))[0]);
        var relay = await OneRelayAsync("--files");

        relay.Kill();
        await relay.WaitForExitAsync(Cancellation);
        await OpenFilesAsync(elements, program, isLocal);

        Assert.NotEqual(first, (await SignAsync(shared))[0]);
        await OneRelayAsync("--files");
    }

    [Fact]
    public async Task OpenRelay_AddressThatIsNotTheGates_SaysSo()
    {
        _server.Start();
        await using var elements = Elements();

        var error = await Assert.ThrowsAsync<ComputingElementException>(async () => await OpenAsync(elements, await ProgramAsync(), "192.0.2.1"));

        Assert.Equal(CETrouble.QueueBroken, error.Trouble);
        Assert.Contains("does not start", error.Message, StringComparison.Ordinal);
        Assert.Contains("192.0.2.1", error.Advice, StringComparison.Ordinal);
    }

    private ComputingElements Elements() => new(SshSockets.Of(_folder.File("data")), new SshSettings(), TimeProvider.System);

    private Task<string> OpenAsync(ComputingElements elements, PilotFile program, string address)
    {
        var options = new CEOptions { Name = "gate", Ssh = services.Gate(), BatchSystem = "Host", SharedArea = _folder.File("area") };
        return elements.OpenRelayAsync(options, "test", ((IPEndPoint)_server.LocalEndpoint).Port, address, program, Cancellation);
    }

    private Task<string> OpenFilesAsync(ComputingElements elements, PilotFile program, bool isLocal)
    {
        var options = new CEOptions { Name = "gate", Ssh = isLocal ? null : services.Gate(), BatchSystem = "Host", SharedArea = _folder.File("area") };
        return elements.OpenFilesAsync(options, "test", new Uri($"https://{_server.LocalEndpoint}"), program, Cancellation);
    }

    // The relay's name and a number that grows.
    private static async Task<string[]> SignAsync(string shared) => (await File.ReadAllTextAsync(Path.Combine(shared, "relay"), Cancellation)).Split(' ');

    private async Task<PilotFile> ProgramAsync()
    {
        if (Environment.GetEnvironmentVariable("DIRAC_PILOT") is { Length: > 0 } native) return await PilotFile.ReadAsync(native, Cancellation);
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var script = _folder.File("program");
        await File.WriteAllTextAsync(script, $"#!/bin/sh\nexec '{here.Parent!.Parent!.FullName}/Dirac.Pilot/{here.Name}/dirac-pilot' \"$@\"\n", Cancellation);
        return await PilotFile.ReadAsync(script, Cancellation);
    }

    // What is said through the relay arrives at this machine's port.
    private async Task<string> HearAsync(string line, string text)
    {
        var words = line.Trim().Split(' ');
        using var node = new TcpClient();
        await node.ConnectAsync(words[0], int.Parse(words[1], CultureInfo.InvariantCulture), Cancellation);
        await node.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"{words[2]}\n{text}"), Cancellation);
        node.Client.Shutdown(SocketShutdown.Send);
        using var arrived = await _server.AcceptTcpClientAsync(Cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
        using var reader = new StreamReader(arrived.GetStream());
        return await reader.ReadToEndAsync(Cancellation);
    }

    // One that is asked for again sees the first at work and ends.
    private async Task<Process> OneRelayAsync(string door) =>
        (await Eventually.SeeAsync(() => Task.FromResult(Relays(door)), relays => relays.Count == 1, "One relay")).Single();

    private List<Process> Relays(string door = "--file") => [.. Process.GetProcesses().Where(process => CommandOf(process).Contains($"{door}\0{_folder.FullPath}", StringComparison.Ordinal))];

    private static string CommandOf(Process process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/cmdline");
        }
        catch (IOException)
        {
            return ""; // it has ended
        }
    }
}
