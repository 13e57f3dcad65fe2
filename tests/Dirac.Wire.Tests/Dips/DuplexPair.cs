using System.IO.Pipelines;

namespace Dirac.Wire.Tests.Dips;

/// <summary>A connection without a network: what one end writes, the other reads.</summary>
internal sealed class DuplexPair
{
    public DuplexPair()
    {
        var (up, down) = (new Pipe(), new Pipe());
        Client = new End(down.Reader, up.Writer);
        Server = new End(up.Reader, down.Writer);
    }

    public IDuplexPipe Client { get; }

    public IDuplexPipe Server { get; }

    internal sealed record End(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
