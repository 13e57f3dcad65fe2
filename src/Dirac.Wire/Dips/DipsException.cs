namespace Dirac.Wire.Dips;

/// <summary>A conversation that cannot go on because of the peer or the connection. Another connection may help after <see cref="DipsFault.Closed"/>,
/// <see cref="DipsFault.Truncated"/> and <see cref="DipsFault.TimedOut"/>.</summary>
/// <param name="fault">See <see cref="Fault"/>.</param>
/// <param name="message">What happened, in one sentence.</param>
/// <param name="inner">What the connection or a decoder said.</param>
public sealed class DipsException(DipsFault fault, string message, Exception? inner = null) : IOException(message, inner)
{
    /// <summary>What happened, for those who decide on it.</summary>
    public DipsFault Fault { get; } = fault;
}
