using System.Buffers;
using System.Net.Sockets;

namespace Dirac.Pilot.Relays;

/// <summary>Carries bytes between two connected sockets, both ways, until both sides have said that they are done.</summary>
internal static class SocketPipe
{
    private const int Chunk = 32 << 10;

    /// <summary>Carries until the end; a side that breaks ends both.</summary>
    internal static async Task RunAsync(Socket one, Socket other, CancellationToken cancellationToken)
    {
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAll(CarryAsync(one, other, broken), CarryAsync(other, one, broken)).ConfigureAwait(false);
    }

    private static async Task CarryAsync(Socket from, Socket to, CancellationTokenSource broken)
    {
        try
        {
            while (await MoveAsync(from, to, broken.Token).ConfigureAwait(false))
            {
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            await broken.CancelAsync().ConfigureAwait(false);
        }
    }

    // Waits without a buffer: most connections are pilots that wait for a job.
    private static async Task<bool> MoveAsync(Socket from, Socket to, CancellationToken cancellationToken)
    {
        await from.ReceiveAsync(Memory<byte>.Empty, cancellationToken).ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            var count = await from.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
            for (var sent = 0; sent < count;) sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), cancellationToken).ConfigureAwait(false);
            return count > 0;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
