using System.Text.Json.Serialization;

namespace Dirac.TaskProcess;

/// <summary>Leaves an effect in the database of its task, in the transaction that completes it.</summary>
/// <param name="Number">Which one.</param>
public sealed record Effect(long Number);

/// <summary>Leaves a line in a file, which no transaction covers: it may happen more than once.</summary>
/// <param name="Number">Which one.</param>
public sealed record Errand(long Number);

/// <summary>Made by a schedule; leaves an effect as <see cref="Effect"/> does.</summary>
/// <param name="Number">Which schedule.</param>
public sealed record Tick(long Number);

/// <summary>Follows a group of effects; leaves an effect whose number is how many of the group it found.</summary>
/// <param name="First">The first of the group.</param>
/// <param name="Count">How many there are.</param>
public sealed record Total(long First, int Count);

[JsonSerializable(typeof(Effect))]
[JsonSerializable(typeof(Errand))]
[JsonSerializable(typeof(Tick))]
[JsonSerializable(typeof(Total))]
internal sealed partial class MessageJson : JsonSerializerContext;
