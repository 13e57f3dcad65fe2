namespace Dirac.Wire.Stomp;

/// <summary>A message that a broker delivered. It stays the broker's until it is acknowledged.</summary>
/// <param name="Frame">The frame MESSAGE.</param>
public sealed record StompMessage(StompFrame Frame)
{
    /// <summary>The broker's name of this message, or of this delivery of it: which of them is the broker's custom.</summary>
    public string Id => Frame["message-id"] ?? "";

    /// <summary>The subscription it came for.</summary>
    public string Subscription => Frame["subscription"] ?? "";

    /// <summary>The answer to it: ACK or NACK, as the version has it.</summary>
    internal StompFrame Answer(string command, StompVersion version) => version == StompVersion.V12
        ? StompFrame.Of(command, ("id", Frame["ack"] ?? Id))
        : StompFrame.Of(command, ("message-id", Id), ("subscription", version == StompVersion.V11 ? Subscription : null));
}
