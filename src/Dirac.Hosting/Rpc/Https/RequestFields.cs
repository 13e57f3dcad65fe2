using Dirac.Wire.Https;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Dirac.Hosting.Rpc.Https;

/// <summary>Reads the fields of a call from a request, whichever form they have.</summary>
internal static class RequestFields
{
    /// <summary>The largest body, bytes, unpacked.</summary>
    public const int MaxBody = 100 * 1024 * 1024;

    private const int FirstBuffer = 4096;

    /// <summary>Gives a field's first value, or null.</summary>
    /// <exception cref="InvalidDataException">The body is no form, or beyond its limits.</exception>
    public static async Task<Func<string, string?>> ReadAsync(HttpRequest request)
    {
        var fields = request.HasFormContentType && !IsUrlEncoded(request) ? await MultipartAsync(request) : UrlEncodedForm.Parse((await BodyAsync(request)).Span);
        // Only the method's name may stand in the address, where addresses are logged.
        return name => fields.GetValueOrDefault(name) ?? (name == RpcForm.MethodField && request.Query[name] is [{ } named, ..] ? named : null);
    }

    private static bool IsUrlEncoded(HttpRequest request) => request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true;

    private static async Task<Dictionary<string, string>> MultipartAsync(HttpRequest request)
    {
        var limits = new FormOptions
        {
            ValueCountLimit = UrlEncodedForm.MostFields,
            KeyLengthLimit = UrlEncodedForm.LongestName,
            ValueLengthLimit = MaxBody,
            MultipartBodyLengthLimit = MaxBody,
        };
        var form = await request.ReadFormAsync(limits, request.HttpContext.RequestAborted);
        return form.ToDictionary(field => field.Key, field => field.Value is [{ } value, ..] ? value : "", StringComparer.Ordinal);
    }

    private static async Task<ReadOnlyMemory<byte>> BodyAsync(HttpRequest request)
    {
        // One byte more than announced, so that the end is seen without growing.
        var buffer = new byte[request.ContentLength is { } announced and < MaxBody ? (int)announced + 1 : FirstBuffer];
        var length = 0;
        while (await request.Body.ReadAsync(buffer.AsMemory(length), request.HttpContext.RequestAborted) is var read and > 0)
        {
            length += read;
            if (length > MaxBody) throw new InvalidDataException("The body is too large.");
            if (length == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
        }

        return buffer.AsMemory(0, length);
    }
}
