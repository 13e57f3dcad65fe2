using System.Net;
using System.Net.Sockets;
using System.Text;
using Dirac.Resources.Computing;
using Dirac.Resources.Ssh;
using Dirac.Resources.Tests.Support;
using Dirac.Testing;

namespace Dirac.Resources.Tests.Ssh;

public sealed class SshConnectionTests(PrivateServices services) : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_SeveralCalls_ShareOneConnection()
    {
        await using var connection = Connect(services.Gate());

        var processes = new List<string>();
        for (var call = 0; call < 3; call++) processes.Add((await connection.RunAsync("echo $SSH_CONNECTION", Cancellation)).Output);

        Assert.Single(processes.Distinct());
        Assert.NotEqual("\n", processes[0]);
    }

    [Fact]
    public async Task Run_ConnectionOpenedBySomebody_IsUsed()
    {
        var target = services.Gate();
        await using var first = Connect(target);
        var before = (await first.RunAsync("echo $SSH_CONNECTION", Cancellation)).Output;

        await using var second = Connect(target with { });

        Assert.Equal(before, (await second.RunAsync("echo $SSH_CONNECTION", Cancellation)).Output);
    }

    [Fact]
    public async Task Run_ConfigurationOfSomebodyWhoWantsATerminalThere_IsNotInOurWay()
    {
        var gate = services.Gate();
        var configuration = _folder.File("ssh_config");
        await File.WriteAllTextAsync(configuration, $"Host *\n  RequestTTY force\n  RemoteCommand tmux attach\n{await File.ReadAllTextAsync(gate.Options[1], Cancellation)}", Cancellation);
        await using var connection = Connect(gate with { Options = ["-F", configuration] });

        var reply = await connection.RunAsync("tty; echo ours", Cancellation);

        Assert.Equal("not a tty\nours\n", reply.Output);
    }

    [Fact]
    public async Task Run_UnknownHostKey_NeedsALoginAndSaysHow()
    {
        var target = services.Gate() with { Options = [.. services.Gate().Options, "-o", "UserKnownHostsFile=/dev/null"] };
        await using var connection = Connect(target);

        var refusal = await Assert.ThrowsAsync<ComputingElementException>(() => connection.RunAsync("true", Cancellation));

        Assert.Equal(CETrouble.LoginNeeded, refusal.Trouble);
        Assert.Contains("dirac site login gate", refusal.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NoKeyTheHostTakes_NeedsALoginAndIsNotTriedAgain()
    {
        var tried = _folder.File("tried");
        var program = await WrapperAsync($"case \"$*\" in *-M*) echo x >>{tried} ;; esac; exec ssh \"$@\"");
        var target = services.Gate() with { Options = [.. services.Gate().Options, "-o", "PubkeyAuthentication=no"] };
        await using var connection = Connect(target, new SshSettings { Program = program });

        for (var call = 0; call < 3; call++)
        {
            var refusal = await Assert.ThrowsAsync<ComputingElementException>(() => connection.RunAsync("true", Cancellation));
            Assert.Equal(CETrouble.LoginNeeded, refusal.Trouble);
        }

        Assert.Single(await File.ReadAllLinesAsync(tried, Cancellation));
    }

    [Fact]
    public async Task Run_NobodyListens_MayBeTriedAgain()
    {
        var target = new SshTarget("127.0.0.1") { Port = 1, Options = ["-F", "/dev/null"] };
        await using var connection = Connect(target);

        var refusal = await Assert.ThrowsAsync<ComputingElementException>(() => connection.RunAsync("true", Cancellation));

        Assert.Equal(CETrouble.TryAgain, refusal.Trouble);
        Assert.Contains("refused", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_HostThatHangs_EndsInTime()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var target = new SshTarget("127.0.0.1") { Port = ((IPEndPoint)silent.LocalEndpoint).Port, Options = ["-F", "/dev/null"] };
        await using var connection = Connect(target, new SshSettings { ConnectLimit = TimeSpan.FromSeconds(1) });

        var refusal = await Assert.ThrowsAsync<ComputingElementException>(() => connection.RunAsync("true", Cancellation));

        Assert.Equal(CETrouble.TryAgain, refusal.Trouble);
    }

    [Fact]
    public async Task Run_CommandThatHangs_EndsInTime()
    {
        await using var connection = Connect(services.Gate(), new SshSettings { CallLimit = TimeSpan.FromSeconds(1) });

        var refusal = await Assert.ThrowsAsync<ComputingElementException>(() => connection.RunAsync("sleep 60", Cancellation));

        Assert.Equal(CETrouble.TryAgain, refusal.Trouble);
    }

    [Fact]
    public async Task Run_HostFreezes_EndsInTimeAndGoesOnWhenItThaws()
    {
        await using var connection = Connect(services.Gate(), new SshSettings { CallLimit = TimeSpan.FromSeconds(2) });
        var session = (await connection.RunAsync("echo $PPID", Cancellation)).Output.Trim();

        await PrivateServices.RunToEndAsync("kill", "-STOP", session);
        var refusal = await Assert.ThrowsAsync<ComputingElementException>(() => connection.RunAsync("true", Cancellation));
        await PrivateServices.RunToEndAsync("kill", "-CONT", session);

        Assert.Equal(CETrouble.TryAgain, refusal.Trouble);
        Assert.Equal(session, (await connection.RunAsync("echo $PPID", Cancellation)).Output.Trim());
    }

    [Fact]
    public async Task Run_ClosedInTheMiddleOfAnAnswer_MayBeTriedAgain()
    {
        await using var connection = Connect(services.Gate());

        var refusal = await Assert.ThrowsAsync<ComputingElementException>(() => connection.RunAsync("echo half; kill $PPID; sleep 5", Cancellation));

        Assert.Equal(CETrouble.TryAgain, refusal.Trouble);
        Assert.Contains("gate", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ssh: connect to host gate port 22: Connection refused", 3600, 36)]
    [InlineData("root@gate: Permission denied (publickey).", 5 * 3600, 11)]
    [InlineData("root@gate: Permission denied (publickey).", 29 * 60, 1)]
    public async Task Run_AskedForHoursWhileRefused_TriesSeldom(string complaint, int seconds, int mostTries)
    {
        var tried = _folder.File("tried");
        var program = await WrapperAsync($"case \"$*\" in *-M*) echo x >>{tried} ;; esac; echo '{complaint}' >&2; exit 255");
        var clock = new LeapingClock();
        await using var connection = Connect(services.Gate(), new SshSettings { Program = program }, clock);

        for (var passed = 0; passed < seconds; passed += 20)
        {
            var refusal = await Assert.ThrowsAsync<ComputingElementException>(() => connection.RunAsync("true", Cancellation));
            Assert.Contains(complaint, refusal.Message, StringComparison.Ordinal);
            Assert.Equal(refusal.Trouble == CETrouble.LoginNeeded, refusal.Advice == "Log in once: dirac site login gate");
            clock.Leap(TimeSpan.FromSeconds(20));
        }

        Assert.InRange((await File.ReadAllLinesAsync(tried, Cancellation)).Length, 1, mostTries);
    }

    [Fact]
    public async Task Run_AfterTheConnectionDied_OpensAnotherWithoutAPause()
    {
        await using var connection = Connect(services.Gate());
        var before = (await connection.RunAsync("echo $SSH_CONNECTION", Cancellation)).Output;
        await KillAsync(connection);

        var after = await Eventually.SeeAsync(() => EchoAsync(connection), output => output.Length > 1, "A new connection", seconds: 4);

        Assert.NotEqual(before, after);
    }

    [Fact]
    public async Task WayBack_Open_LeadsToOurPortForThisUserOnly()
    {
        using var server = Serve("hello from home");
        await using var connection = Connect(services.Gate());
        using var way = new WayBack(connection, _folder.File("area"), "home");

        var socket = await way.OpenAsync(PortOf(server), Cancellation);

        Assert.Equal(_folder.File("area/gate/home"), socket);
        Assert.Equal("hello from home", await ReadAsync(socket));
        Assert.Equal(socket, await way.OpenAsync(PortOf(server), Cancellation));
        var real = Path.Combine(_folder.File("area/gate"), File.ResolveLinkTarget(socket, true)!.Name);
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(real) & (UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite));
    }

    [Fact]
    public async Task WayBack_AfterTheConnectionDied_IsOpenedAgainUnderTheSameName()
    {
        using var server = Serve("hello again");
        await using var connection = Connect(services.Gate());
        using var way = new WayBack(connection, _folder.File("area"), "home");
        var socket = await way.OpenAsync(PortOf(server), Cancellation);
        await KillAsync(connection);

        await Eventually.SeeAsync(() => TryOpenAsync(way, PortOf(server)), opened => opened == socket, "The way back");

        Assert.Equal("hello again", await Eventually.SeeAsync(() => TryReadAsync(socket), text => text.Length > 0, "An answer"));
        Assert.Equal(2, Directory.GetFileSystemEntries(_folder.File("area/gate")).Length);
    }

    public void Dispose() => _folder.Dispose();

    // The shell's parent is the process of sshd that serves the connection.
    private static Task<ComputingElementException> KillAsync(SshConnection connection) => Assert.ThrowsAsync<ComputingElementException>(() => connection.RunAsync("kill $PPID; sleep 5", Cancellation));

    private static async Task<string> EchoAsync(SshConnection connection)
    {
        try
        {
            return (await connection.RunAsync("echo $SSH_CONNECTION", Cancellation)).Output;
        }
        catch (ComputingElementException error) when (error.Trouble == CETrouble.TryAgain)
        {
            return "";
        }
    }

    private static async Task<string> TryOpenAsync(WayBack way, int port)
    {
        try
        {
            return await way.OpenAsync(port, Cancellation);
        }
        catch (ComputingElementException error) when (error.Trouble == CETrouble.TryAgain)
        {
            return "";
        }
    }

    private SshConnection Connect(SshTarget target, SshSettings? settings = null, TimeProvider? clock = null) =>
        new(target, SshSockets.Of(_folder.FullPath).Of(target), $"dirac site login {target.Host}", settings ?? new SshSettings(), clock ?? TimeProvider.System);

    private async Task<string> WrapperAsync(string script)
    {
        var path = _folder.File("ssh-wrapper");
        await File.WriteAllTextAsync(path, $"#!/bin/sh\n{script}\n", Cancellation);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    private static int PortOf(TcpListener server) => ((IPEndPoint)server.LocalEndpoint).Port;

    private static TcpListener Serve(string text)
    {
        var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        _ = Task.Run(async () =>
        {
            while (true)
            {
                using var client = await server.AcceptTcpClientAsync(Cancellation);
                await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text), Cancellation);
            }
        });
        return server;
    }

    private static async Task<string> ReadAsync(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), Cancellation);
        using var reader = new StreamReader(new NetworkStream(socket));
        return await reader.ReadToEndAsync(Cancellation);
    }

    private static async Task<string> TryReadAsync(string path)
    {
        try
        {
            return await ReadAsync(path);
        }
        catch (SocketException error) when (error.SocketErrorCode is SocketError.ConnectionRefused or SocketError.AddressNotAvailable)
        {
            return "";
        }
    }
}
