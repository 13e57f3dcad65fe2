using System.IO.Pipelines;
using System.Text;
using Dirac.Wire.Stomp;
using Dirac.Wire.Stomp.Framing;

namespace Dirac.Wire.Tests.Stomp;

/// <summary>The other end of a connection, which says what the test wants.</summary>
internal sealed class FakeBroker(IDuplexPipe transport, StompVersion version)
{
    private readonly StompFrameReader _reader = new(transport.Input, new StompLimits()) { Version = version };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async Task<StompFrame> HearAsync(string command)
    {
        var frame = await _reader.ReadAsync(Token).AsTask().WaitAsync(TimeSpan.FromSeconds(10), Token);
        Assert.Equal(command, frame?.Command);
        return frame!;
    }

    public async Task SayAsync(string text) => await transport.Output.WriteAsync(Encoding.UTF8.GetBytes(text), Token);

    public async Task SayAsync(StompFrame frame) => await transport.Output.WriteAsync(FrameTests.Write(frame, version), Token);

    public async Task ConfirmAsync(StompFrame frame) => await SayAsync(StompFrame.Of("RECEIPT", ("receipt-id", frame["receipt"])));

    public async Task HangUpAsync() => await transport.Output.CompleteAsync();
}
