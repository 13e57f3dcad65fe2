using System.Net;
using System.Net.Sockets;
using Dirac.Pilot.Relays;

namespace Dirac.Pilot.Tests.Relays;

/// <summary>The socket of a gate: what is sent to it comes back, or is carried to a port as sshd does it.</summary>
internal sealed class SocketServer : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _end = new();
    private readonly string _path;
    private readonly int? _port;
    private int _taken;

    internal SocketServer(string path, int? port = null)
    {
        (_path, _port) = (path, port);
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen(100);
        _ = AcceptAsync();
    }

    internal int Taken => _taken;

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        File.Delete(_path);
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var end = _end.Token;
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptAsync(end), end);
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
            return;
        }
    }

    private async Task ServeAsync(Socket client, CancellationToken end)
    {
        Interlocked.Increment(ref _taken);
        using (client)
        {
            try
            {
                await (_port is { } port ? CarryAsync(client, port, end) : EchoAsync(client, end));
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException or IOException)
            {
                // The other side is gone, or the test is over.
                return;
            }
        }
    }

    private static async Task CarryAsync(Socket client, int port, CancellationToken end)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await server.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), end);
        await SocketPipe.RunAsync(client, server, end);
    }

    // Everything comes back after the other side has said that it is done: half a connection must be enough.
    private static async Task EchoAsync(Socket client, CancellationToken end)
    {
        using var heard = new MemoryStream();
        await using var stream = new NetworkStream(client);
        await stream.CopyToAsync(heard, end);
        await stream.WriteAsync(heard.ToArray(), end);
        client.Shutdown(SocketShutdown.Send);
    }
}
