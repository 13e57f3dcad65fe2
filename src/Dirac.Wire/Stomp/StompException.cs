namespace Dirac.Wire.Stomp;

/// <summary>A frame or a connection that cannot go on. Another connection may help after <see cref="StompFault.Closed"/>,
/// <see cref="StompFault.Truncated"/> and <see cref="StompFault.TimedOut"/>.</summary>
/// <param name="fault">See <see cref="Fault"/>.</param>
/// <param name="message">What happened, in one sentence.</param>
/// <param name="inner">What the connection said.</param>
public sealed class StompException(StompFault fault, string message, Exception? inner = null) : IOException(message, inner)
{
    /// <summary>What happened, for those who decide on it.</summary>
    public StompFault Fault { get; } = fault;
}
