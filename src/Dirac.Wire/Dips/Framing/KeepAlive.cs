using Dirac.Wire.Replies;
using Dirac.Wire.Values;

namespace Dirac.Wire.Dips.Framing;

/// <summary>The messages with which peers find out whether the other is still there.</summary>
internal static class KeepAlive
{
    private static readonly WireKeys Keys = WireKeys.Of("id", "kaping");

    /// <summary>Whether that is a question, and if so the answer to it.</summary>
    public static bool IsPing(WireValue value, out WireValue pong)
    {
        pong = default;
        if (!RpcReply.TryRead(value, out var reply) || !reply.IsOk || reply.Value.Kind != WireKind.Dict) return false;
        var content = reply.Value.AsDict();
        if (!content.TryGetValue("kaping", out var isPing) || isPing.Kind != WireKind.Truth || !isPing.AsTruth()) return false;

        pong = Of(content.TryGetValue("id", out var id) ? id : default, isPing: false);
        return true;
    }

    public static WireValue Of(WireValue id, bool isPing) => RpcReply.Ok(WireValue.Dict(Keys, id, isPing)).ToWire();
}
