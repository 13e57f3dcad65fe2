using System.Net;
using System.Net.Sockets;
using System.Text;
using Dirac.Pilot.Relays;
using Dirac.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dirac.Pilot.Tests.Relays;

/// <summary>A relay in this process.</summary>
internal sealed class RunningRelay : IAsyncDisposable
{
    private readonly Relay _relay;
    private readonly RelayLoad _load;
    private readonly CancellationTokenSource _end;
    private readonly TempFolder _folder;

    internal RunningRelay(TempFolder folder, Func<RelayOptions, RelayOptions>? change = null, TimeProvider? clock = null)
    {
        _folder = folder;
        var usual = new RelayOptions { Host = "127.0.0.1", Target = RelayTarget.TryParse($"unix:{Target}")!, File = folder.File("relay") };
        var options = change?.Invoke(usual) ?? usual;
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(100);
        Address = (IPEndPoint)listener.LocalEndPoint!;
        _load = new RelayLoad(options, clock ?? TimeProvider.System);
        _relay = new Relay(options, _load, listener, Key, clock ?? TimeProvider.System, NullLogger.Instance);
        _end = CancellationTokenSource.CreateLinkedTokenSource(_load.Idle);
        Work = _relay.RunAsync(_end.Token);
    }

    internal string Target => _folder.File("gate.sock");

    internal IPEndPoint Address { get; }

    internal string Key { get; } = Relay.NewKey();

    internal Task Work { get; }

    /// <summary>Says something, closes that half, and hears everything; empty when the relay hangs up.</summary>
    internal async Task<string> AskAsync(string text)
    {
        using var socket = await OpenAsync();
        return await SayAsync(socket, Encoding.ASCII.GetBytes(text));
    }

    internal async Task<Socket> OpenAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(Address, TestContext.Current.CancellationToken);
        return socket;
    }

    internal static async Task<string> SayAsync(Socket socket, byte[] bytes)
    {
        try
        {
            await socket.SendAsync(bytes, TestContext.Current.CancellationToken);
            socket.Shutdown(SocketShutdown.Send);
            return await HearAsync(socket);
        }
        catch (SocketException)
        {
            return ""; // it hung up in the middle
        }
    }

    internal static async Task<string> HearAsync(Socket socket)
    {
        var heard = new StringBuilder();
        var buffer = new byte[64 << 10];
        using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(TimeSpan.FromSeconds(20));
        try
        {
            while (await socket.ReceiveAsync(buffer, late.Token) is > 0 and var count) heard.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }
        catch (SocketException)
        {
            // Reset: what was heard until then counts.
            return heard.ToString();
        }

        return heard.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Work;
        _relay.Dispose();
        _load.Dispose();
        _end.Dispose();
    }
}
