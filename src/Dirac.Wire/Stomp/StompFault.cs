namespace Dirac.Wire.Stomp;

/// <summary>What a broker, or the way to it, did to a connection.</summary>
public enum StompFault
{
    /// <summary>The connection ended where a frame should have begun.</summary>
    Closed,

    /// <summary>The connection ended inside a frame.</summary>
    Truncated,

    /// <summary>What came is no frame, or none that may come here.</summary>
    Malformed,

    /// <summary>The headers of a frame are larger than allowed. A large body is no fault: see <see cref="StompFrame.IsBodyLeftOut"/>.</summary>
    TooLarge,

    /// <summary>The broker sent, took or confirmed nothing for too long.</summary>
    TimedOut,

    /// <summary>The broker sent the frame ERROR, with which a connection ends: it refuses the login, a destination or a frame.</summary>
    Refused,

    /// <summary>What was to be sent cannot be expressed in this version of the protocol; nothing was sent.</summary>
    Inexpressible,
}
