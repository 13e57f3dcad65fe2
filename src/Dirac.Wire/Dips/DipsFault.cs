namespace Dirac.Wire.Dips;

/// <summary>What a peer, or the way to it, did to a conversation.</summary>
public enum DipsFault
{
    /// <summary>The connection ended where a message should have begun.</summary>
    Closed,

    /// <summary>The connection ended inside a message.</summary>
    Truncated,

    /// <summary>What came does not begin like a message, or is none that may come here.</summary>
    Malformed,

    /// <summary>A message is larger than allowed; it was not read.</summary>
    TooLarge,

    /// <summary>The peer sent, or took, nothing for too long.</summary>
    TimedOut,

    /// <summary>A payload is in neither format, or exceeds a limit of its format.</summary>
    Undecodable,

    /// <summary>The peer keeps the connection alive without ever saying anything.</summary>
    Flooded,
}
