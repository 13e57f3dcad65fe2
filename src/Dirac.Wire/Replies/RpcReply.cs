using Dirac.Wire.Values;

namespace Dirac.Wire.Replies;

/// <summary>The structure that every answer of DIRAC's protocols is: S_OK with a value, or S_ERROR with a number and a text. Immutable.</summary>
/// <remarks>The requests of dips have the same shape, so this reads and writes those too.</remarks>
public sealed record RpcReply
{
    private static readonly WireKeys OkKeys = WireKeys.Of("OK", "Value");
    private static readonly WireKeys ErrorKeys = WireKeys.Of("OK", "Errno", "Message");

    private RpcReply(bool isOk, WireValue value, int errno, string message)
    {
        IsOk = isOk;
        Value = value;
        Errno = errno;
        Message = message;
    }

    /// <summary>Whether this is S_OK.</summary>
    public bool IsOk { get; }

    /// <summary>The value of S_OK; None otherwise.</summary>
    public WireValue Value { get; }

    /// <summary>The number of S_ERROR, 0 when none was given; see <see cref="ErrnoTexts"/>.</summary>
    public int Errno { get; }

    /// <summary>The text of S_ERROR as it travels; empty for S_OK.</summary>
    public string Message { get; }

    /// <summary>Keys beside those, which some methods add; clients that do not know them leave them alone.</summary>
    public IReadOnlyList<KeyValuePair<string, WireValue>> Extra { get; init; } = [];

    /// <summary>S_OK with <paramref name="value"/>.</summary>
    public static RpcReply Ok(WireValue value = default) => new(true, value, 0, "");

    /// <summary>S_ERROR without a number.</summary>
    public static RpcReply Fail(string message) => new(false, default, 0, message);

    /// <summary>S_ERROR with a number: the text says what the number means and then <paramref name="detail"/>, as peers write and compare it.</summary>
    /// <param name="errno">One of DIRAC's numbers, or the system's; 0 for none.</param>
    /// <param name="detail">What happened.</param>
    public static RpcReply Fail(int errno, string detail) =>
        errno == 0 ? Fail(detail) : new(false, default, errno, $"{ErrnoTexts.Of(errno)} ( {errno} : {detail})");

    /// <summary>Reads a structure.</summary>
    /// <param name="value">A decoded message.</param>
    /// <param name="reply">The structure.</param>
    /// <returns>False when this is no such structure: not a dict, or without a true or false under <c>OK</c>.</returns>
    public static bool TryRead(WireValue value, out RpcReply reply)
    {
        reply = Fail("");
        if (value.Kind != WireKind.Dict) return false;
        var dict = value.AsDict();
        if (!dict.TryGetValue("OK", out var ok) || ok.Kind != WireKind.Truth) return false;

        reply = (ok.AsTruth() ? Ok(Find(dict, "Value")) : new RpcReply(false, default, Number(Find(dict, "Errno")), Text(Find(dict, "Message"))))
            with { Extra = ExtraOf(dict, ok.AsTruth() ? OkKeys : ErrorKeys) };
        return true;
    }

    /// <summary>The structure as it travels, keys in the order peers write them.</summary>
    public WireValue ToWire()
    {
        if (Extra.Count == 0) return IsOk ? WireValue.Dict(OkKeys, true, Value) : WireValue.Dict(ErrorKeys, false, (long)Errno, Message);
        (WireValue, WireValue)[] own = IsOk ? [("OK", true), ("Value", Value)] : [("OK", false), ("Errno", (long)Errno), ("Message", Message)];
        return WireValue.Dict([.. own, .. Extra.Select(extra => ((WireValue)extra.Key, extra.Value))]);
    }

    private static WireValue Find(WireDict dict, string key) => dict.TryGetValue(key, out var value) ? value : default;

    private static int Number(WireValue value) => value is { Kind: WireKind.Whole, IsInt64: true } && value.AsInt64() is >= 0 and <= int.MaxValue ? (int)value.AsInt64() : 0;

    private static string Text(WireValue value) => value.Kind == WireKind.Text ? value.AsText() : "";

    private static List<KeyValuePair<string, WireValue>> ExtraOf(WireDict dict, WireKeys known)
    {
        if (dict.Count <= known.Count) return [];
        var extra = new List<KeyValuePair<string, WireValue>>();
        foreach (var (key, value) in dict)
        {
            if (key.Kind == WireKind.Text && key.AsText() is not ("OK" or "Value" or "Errno" or "Message")) extra.Add(new(key.AsText(), value));
        }

        return extra;
    }
}
