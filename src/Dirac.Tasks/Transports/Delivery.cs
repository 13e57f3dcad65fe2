namespace Dirac.Tasks.Transports;

/// <summary>A message as a reader got it.</summary>
/// <param name="Lane">From which lane.</param>
/// <param name="Message">The bytes that were published.</param>
/// <param name="Redelivered">Whether some reader may have had it before: its work may have been begun.</param>
/// <param name="Receipt">What the transport needs to acknowledge it.</param>
internal sealed record Delivery(TransportLane Lane, ReadOnlyMemory<byte> Message, bool Redelivered, object Receipt);
