using System.Text;
using Dirac.Wire.Codecs;
using Dirac.Wire.Values;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Dirac.Hosting.Rpc.Https;

/// <summary>A call as a form carries it.</summary>
/// <param name="Method">The method's name; empty when none came.</param>
/// <param name="Arguments">The text of the arguments; empty for none.</param>
/// <param name="Extra">The text of what is claimed beside the certificate; empty for nothing.</param>
/// <param name="WantsRaw">Whether the answer is to be bytes, not a structure.</param>
/// <param name="Setup">The client's set-up.</param>
/// <param name="Vo">The client's VO.</param>
internal sealed record RpcForm(string Method, string Arguments, string Extra, bool WantsRaw, string Setup, string Vo)
{
    /// <summary>The largest body, bytes, unpacked.</summary>
    public const int MaxBody = 100 * 1024 * 1024;

    private const int MostFields = 32;
    private const int LongestName = 64;

    /// <summary>Reads the form of a request.</summary>
    /// <exception cref="InvalidDataException">The body is no form, or beyond its limits.</exception>
    public static async Task<RpcForm> ReadAsync(HttpRequest request)
    {
        var form = request.HasFormContentType
            ? await request.ReadFormAsync(
                new FormOptions { ValueCountLimit = MostFields, KeyLengthLimit = LongestName, ValueLengthLimit = MaxBody, MultipartBodyLengthLimit = MaxBody, BufferBodyLengthLimit = MaxBody },
                request.HttpContext.RequestAborted)
            : FormCollection.Empty;
        return new RpcForm(
            Text(form, "method") is { Length: > 0 } method ? method : request.Query["method"].ToString(),
            Text(form, "args"),
            Text(form, "extraCredentials"),
            Text(form, "rawContent") is not ("" or "False"),
            Text(form, "clientSetup"),
            Text(form, "clientVO"));
    }

    /// <summary>The arguments; null when the text is no list.</summary>
    public ReadOnlyMemory<WireValue>? ReadArguments()
    {
        if (Arguments.Length == 0) return ReadOnlyMemory<WireValue>.Empty;
        try
        {
            var value = JEncode.Decode(Encoding.UTF8.GetBytes(Arguments));
            return value.Kind == WireKind.List ? value.AsList() : null;
        }
        catch (WireFormatException)
        {
            return null;
        }
    }

    private static string Text(IFormCollection form, string name) => form.TryGetValue(name, out var values) && values is [{ } text, ..] ? text : "";
}
