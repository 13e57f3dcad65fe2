using System.IO.Compression;
using System.Text;
using Dirac.Wire.Codecs;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;
using Microsoft.AspNetCore.Http;

namespace Dirac.Hosting.Rpc.Https;

/// <summary>Writes what DIRAC's https clients understand: structures as JSON, refusals as a status.</summary>
internal static class HttpsReply
{
    private const int WorthPacking = 1024;

    /// <summary>Answers with a structure, whether it tells of success or failure.</summary>
    public static Task WriteAsync(HttpContext context, RpcReply reply, int status = StatusCodes.Status200OK)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return SendAsync(context, JEncode.Encode(reply.ToWire()));
    }

    /// <summary>Answers with the bytes of a value where the client asked for them.</summary>
    public static Task WriteRawAsync(HttpContext context, RpcReply reply)
    {
        // A failure under status 200 would be kept as the file.
        if (!reply.IsOk) return WriteAsync(context, reply, StatusCodes.Status400BadRequest);
        context.Response.ContentType = "application/octet-stream";
        return SendAsync(context, reply.Value.Kind is WireKind.Text or WireKind.Bytes ? reply.Value.AsBytes().ToArray() : JEncode.Encode(reply.Value));
    }

    /// <summary>Refuses; clients look at the status only.</summary>
    public static Task RefuseAsync(HttpContext context, int status)
    {
        var words = $"{status}: {Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status)}";
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=UTF-8";
        if (status == StatusCodes.Status401Unauthorized) context.Response.Headers.WWWAuthenticate = "Bearer";
        return SendAsync(context, Encoding.UTF8.GetBytes($"<html><title>{words}</title><body>{words}</body></html>"));
    }

    private static async Task SendAsync(HttpContext context, byte[] body)
    {
        if (body.Length >= WorthPacking && TakesGzip(context.Request))
        {
            context.Response.Headers.ContentEncoding = "gzip";
            body = Packed(body);
        }

        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static bool TakesGzip(HttpRequest request) =>
        request.Headers.AcceptEncoding.Any(accepted => accepted is not null && accepted.Contains("gzip", StringComparison.OrdinalIgnoreCase));

    private static byte[] Packed(byte[] body)
    {
        using var packed = new MemoryStream(body.Length / 2);
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(body);
        return packed.ToArray();
    }
}
