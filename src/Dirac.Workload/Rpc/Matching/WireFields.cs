using Dirac.Wire.Values;

namespace Dirac.Workload.Rpc.Matching;

/// <summary>Reads a dictionary of a Python peer, in which a text may stand for a list and None for nothing.</summary>
internal static class WireFields
{
    /// <summary>The value of a key; null when it is missing or None.</summary>
    public static WireValue? Find(this WireDict dict, string key) => dict.TryGetValue(key, out var value) && !value.IsNull ? value : default(WireValue?);

    /// <summary>A text; null when it is missing or something else.</summary>
    public static string? Text(this WireDict dict, string key) => dict.Find(key) is { Kind: WireKind.Text } text ? text.AsText() : null;

    /// <summary>A number, of which a fraction is cut off, also when it is written as a text; null when it is missing or something else.</summary>
    public static long? Number(this WireDict dict, string key) => dict.Find(key) switch
    {
        { Kind: WireKind.Whole, IsInt64: true } number => number.AsInt64(),
        { Kind: WireKind.Real } real when Math.Abs(real.AsDouble()) < long.MaxValue => (long)real.AsDouble(),
        { Kind: WireKind.Text } text when long.TryParse(text.AsText().Trim(), out var number) => number,
        _ => null,
    };

    /// <summary>A number with a fraction; 0 when it is missing or something else.</summary>
    public static double Real(this WireDict dict, string key) => dict.Find(key) switch
    {
        { Kind: WireKind.Real } real when double.IsFinite(real.AsDouble()) => real.AsDouble(),
        { Kind: WireKind.Whole, IsInt64: true } number => number.AsInt64(),
        _ => 0,
    };

    /// <summary>Whether Python takes the value for true.</summary>
    public static bool IsTruthy(this WireDict dict, string key) => dict.Find(key) switch
    {
        null => false,
        { Kind: WireKind.Truth } truth => truth.AsTruth(),
        { Kind: WireKind.Whole, IsInt64: true } number => number.AsInt64() != 0,
        { Kind: WireKind.Text } text => text.AsText().Length > 0,
        _ => true,
    };

    /// <summary>The texts of a list, or the one text that stands for it; null when one of them is something else.</summary>
    public static IReadOnlyList<string>? Texts(WireValue value) => value.Kind switch
    {
        WireKind.Text => [value.AsText()],
        WireKind.List or WireKind.Tuple when value.AsList().ToArray() is var items && Array.TrueForAll(items, item => item.Kind == WireKind.Text) =>
            Array.ConvertAll(items, item => item.AsText()),
        _ => null,
    };
}
