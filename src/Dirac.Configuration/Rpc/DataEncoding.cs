using System.Buffers.Text;
using Dirac.Hosting.Rpc.Declaring;
using Dirac.Model.Errors;
using Dirac.Wire.Values;

namespace Dirac.Configuration.Rpc;

/// <summary>How packed trees travel: as bytes over dips, as plain base64 text over https. Pure.</summary>
internal static class DataEncoding
{
    /// <summary>A packed tree as it is sent.</summary>
    public static WireValue Write(ReadOnlyMemory<byte> data, RpcProtocols protocol) =>
        protocol == RpcProtocols.Https ? WireValue.Of(Convert.ToBase64String(data.Span)) : WireValue.OfBytes(data.Span);

    /// <summary>A packed tree as it came.</summary>
    /// <exception cref="DiracException">BadRequest: a text over https that is not base64.</exception>
    public static ReadOnlyMemory<byte> Read(WireValue sent, RpcProtocols protocol)
    {
        if (protocol != RpcProtocols.Https || sent.Kind != WireKind.Text) return sent.AsBytes().ToArray();
        var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(sent.AsBytes().Length)];
        return Base64.DecodeFromUtf8(sent.AsBytes(), decoded, out _, out var length) == System.Buffers.OperationStatus.Done
            ? decoded.AsMemory(0, length)
            : throw new DiracException(ErrorCode.BadRequest, "The data is not base64.", "Over https, send the packed tree as a base64 text.");
    }
}
