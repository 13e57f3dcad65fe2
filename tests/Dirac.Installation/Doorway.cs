using System.Net;
using System.Net.Sockets;

namespace Dirac.Installation;

/// <summary>Lets this process call a server of another network by the address the server has there: a port of the loopback address.</summary>
/// <remarks>It belongs to the test, not to what is tested: no line between the networks carries it.</remarks>
public sealed class Doorway : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly Func<Task<Socket>> _openThereAsync;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _work;

    /// <summary>Opens it.</summary>
    /// <param name="port">The port, here and there.</param>
    /// <param name="openThereAsync">Makes a socket there.</param>
    public Doorway(int port, Func<Task<Socket>> openThereAsync)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _openThereAsync = openThereAsync;
        _listener.Start();
        _work = AcceptAsync((IPEndPoint)_listener.LocalEndpoint);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync(IPEndPoint there)
    {
        var open = new List<Task>();
        while (!_end.IsCancellationRequested)
        {
            var here = await _listener.AcceptTcpClientAsync(_end.Token);
            open.RemoveAll(carried => carried.IsCompleted);
            open.Add(CarryAsync(here, there));
        }

        await Task.WhenAll(open);
    }

    private async Task CarryAsync(TcpClient here, IPEndPoint there)
    {
        using var near = here;
        using var socket = await _openThereAsync();
        // A server that is not there now hangs up on us, and we hang up on the caller.
        await socket.ConnectAsync(there, _end.Token).AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!socket.Connected) return;
        await using var far = new NetworkStream(socket);
        await Task.WhenAny(near.GetStream().CopyToAsync(far, _end.Token), far.CopyToAsync(near.GetStream(), _end.Token));
    }
}
