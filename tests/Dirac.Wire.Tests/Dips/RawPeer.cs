using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Dirac.Wire.Tests.Codecs;

namespace Dirac.Wire.Tests.Dips;

/// <summary>A peer that knows nothing of dips: it says and expects bytes. Each letter is a byte.</summary>
internal sealed class RawPeer(IDuplexPipe transport)
{
    /// <summary>A test that waits longer has lost its peer.</summary>
    public static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token;

    public Task SayAsync(string bytes) => SayAsync(Samples.Bytes(bytes));

    public async Task SayAsync(ReadOnlyMemory<byte> bytes) => await transport.Output.WriteAsync(bytes, Soon);

    public async Task HearAsync(string expected)
    {
        var count = Samples.Bytes(expected).Length;
        var read = await transport.Input.ReadAtLeastAsync(count, Soon);
        var heard = read.Buffer.Slice(0, Math.Min(count, read.Buffer.Length));
        Assert.Equal(expected, Encoding.Latin1.GetString(heard.ToArray()));
        transport.Input.AdvanceTo(heard.End);
    }

    /// <summary>Everything until the other side closes.</summary>
    public async Task<string> HearAllAsync()
    {
        var heard = new ArrayBufferWriter<byte>();
        while (true)
        {
            var read = await transport.Input.ReadAsync(Soon);
            foreach (var piece in read.Buffer) heard.Write(piece.Span);
            transport.Input.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted) return Encoding.Latin1.GetString(heard.WrittenSpan);
        }
    }

    public async Task HearCloseAsync() => Assert.Equal("", await HearAllAsync());

    public async Task HangUpAsync() => await transport.Output.CompleteAsync();

    /// <summary>With its length before it.</summary>
    public static string Framed(string payload) => $"{Samples.Bytes(payload).Length}:{payload}";
}
