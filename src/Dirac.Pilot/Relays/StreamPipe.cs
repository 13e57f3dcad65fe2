using System.Buffers;
using System.Net.Sockets;
using Dirac.Client.Letters;

namespace Dirac.Pilot.Relays;

/// <summary>Carries bytes between a connection through files and a socket, both ways, until both sides have said that they are done.</summary>
internal static class StreamPipe
{
    private const int Chunk = 128 << 10;

    /// <summary>Carries until the end.</summary>
    /// <exception cref="IOException">The pilot's side broke.</exception>
    /// <exception cref="SocketException">The socket broke.</exception>
    internal static async Task RunAsync(LetterStream pilot, Socket server, CancellationToken cancellationToken)
    {
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAll(CarryAsync(() => UpAsync(pilot, server, broken.Token), broken), CarryAsync(() => DownAsync(server, pilot, broken.Token), broken)).ConfigureAwait(false);
    }

    private static async Task CarryAsync(Func<Task> carryAsync, CancellationTokenSource broken)
    {
        try
        {
            await carryAsync().ConfigureAwait(false);
        }
        catch
        {
            await broken.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task UpAsync(LetterStream pilot, Socket server, CancellationToken cancellationToken)
    {
        while (await MoveAsync(
            buffer => pilot.ReadAsync(buffer, cancellationToken),
            async bytes =>
            {
                for (var sent = 0; sent < bytes.Length;) sent += await server.SendAsync(bytes[sent..], cancellationToken).ConfigureAwait(false);
            }).ConfigureAwait(false))
        {
        }

        server.Shutdown(SocketShutdown.Send);
    }

    private static async Task DownAsync(Socket server, LetterStream pilot, CancellationToken cancellationToken)
    {
        while (await MoveAsync(buffer => server.ReceiveAsync(buffer, cancellationToken), async bytes => await pilot.WriteAsync(bytes, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false))
        {
        }

        pilot.CompleteWrites();
    }

    // Waits without a buffer: most connections are pilots that wait for a job.
    private static async Task<bool> MoveAsync(Func<Memory<byte>, ValueTask<int>> readAsync, Func<Memory<byte>, Task> writeAsync)
    {
        await readAsync(Memory<byte>.Empty).ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            var count = await readAsync(buffer).ConfigureAwait(false);
            if (count > 0) await writeAsync(buffer.AsMemory(0, count)).ConfigureAwait(false);
            return count > 0;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
