using System.Buffers;
using System.IO.Pipelines;

namespace Dirac.Wire.Tests.Dips;

/// <summary>A connection that delivers its bytes in pieces of random sizes, as a network may.</summary>
internal sealed class ChoppedPair
{
    private readonly DuplexPair _near = new();
    private readonly DuplexPair _far = new();

    public ChoppedPair(int seed, int longestPiece)
    {
        Moved = Task.WhenAll(
            MoveAsync(_near.Server.Input, _far.Client.Output, new Random(seed), longestPiece),
            MoveAsync(_far.Client.Input, _near.Server.Output, new Random(seed + 1), longestPiece));
    }

    public IDuplexPipe Client => _near.Client;

    public IDuplexPipe Server => _far.Server;

    /// <summary>Completes when both ends have closed.</summary>
    public Task Moved { get; }

    private static async Task MoveAsync(PipeReader from, PipeWriter to, Random random, int longestPiece)
    {
        while (true)
        {
            var read = await from.ReadAsync();
            if (read.Buffer.IsEmpty && read.IsCompleted) break;
            var piece = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, random.Next(1, longestPiece + 1)));
            to.Write(piece.ToArray());
            from.AdvanceTo(piece.End);
            if ((await to.FlushAsync()).IsCompleted) break;
        }

        await from.CompleteAsync();
        await to.CompleteAsync();
    }
}
