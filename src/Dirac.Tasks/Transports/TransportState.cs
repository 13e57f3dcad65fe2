namespace Dirac.Tasks.Transports;

/// <summary>What a broker holds.</summary>
/// <param name="Incarnation">
/// A name for the broker's memory, at most 40 characters, made at random: it stays while the broker forgets nothing that it confirmed, and is another one as soon
/// as it may have: its data deleted, flushed, restored, or the server restarted with settings that do not flush. Readers and relays of all processes see the same.
/// </param>
/// <param name="Depths">One for each lane asked about, in that order.</param>
internal sealed record TransportState(string Incarnation, IReadOnlyList<LaneDepth> Depths);

/// <summary>How much stands in a lane.</summary>
/// <param name="Messages">How many messages wait, and as far as the broker tells, how many are delivered and not acknowledged. May be a little old.</param>
/// <param name="IsEmpty">Nothing waits and nothing is delivered and unacknowledged, for certain. False when the broker cannot tell.</param>
internal readonly record struct LaneDepth(long Messages, bool IsEmpty);
