using Dirac.Wire.Replies;
using Dirac.Wire.Values;

namespace Dirac.Wire.Dips.Messages;

/// <summary>A message on a connection that stays. Which attributes it has is agreed upon elsewhere; their names do not travel.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Values">The attributes' values in the order of their names, upper and lower case alike.</param>
public sealed record DipsMessage(string Name, IReadOnlyList<WireValue> Values)
{
    /// <summary>Whether the sender waits until the receiver has it.</summary>
    public bool WaitsForAck { get; init; }

    /// <summary>A message by its attributes.</summary>
    /// <param name="name">What it is about.</param>
    /// <param name="attributes">The attributes in any order.</param>
    /// <returns>The message.</returns>
    public static DipsMessage Of(string name, params (string Name, WireValue Value)[] attributes) =>
        new(name, [.. InOrder(attributes, attribute => attribute.Name).Select(attribute => attribute.Value)]);

    /// <summary>The values by the names that the message is known to have.</summary>
    /// <param name="names">The names in any order.</param>
    /// <returns>Name and value; null when there are more or fewer values than names.</returns>
    public IReadOnlyDictionary<string, WireValue>? Named(params IReadOnlyCollection<string> names) => names.Count != Values.Count
        ? null
        : InOrder(names, name => name).Zip(Values).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);

    internal static DipsMessage? Read(WireDict request)
    {
        if (!request.TryGetValue("name", out var name) || name.Kind != WireKind.Text) return null;
        if (!request.TryGetValue("attrs", out var attributes) || attributes.IsNull) return new DipsMessage(name.AsText(), []);
        if (!attributes.IsSequence || attributes.AsList().Span is not [{ Kind: WireKind.Truth } waits, var values] || !values.IsSequence) return null;
        return new DipsMessage(name.AsText(), values.AsList().ToArray()) { WaitsForAck = waits.AsTruth() };
    }

    internal RpcReply ToStructure(string? id)
    {
        var attributes = WireValue.List(WaitsForAck, WireValue.List([.. Values]));
        return RpcReply.Ok(id is null
            ? WireValue.Dict(("request", true), ("name", Name), ("attrs", attributes))
            : WireValue.Dict(("request", true), ("name", Name), ("attrs", attributes), ("id", id)));
    }

    // By small letters, which stand behind the underscore where capitals stand before it.
#pragma warning disable CA1308 // Peers compare small letters.
    private static IEnumerable<T> InOrder<T>(IEnumerable<T> attributes, Func<T, string> name) =>
        attributes.OrderBy(attribute => name(attribute).ToLowerInvariant(), StringComparer.Ordinal).ThenBy(name, StringComparer.Ordinal);
#pragma warning restore CA1308
}
