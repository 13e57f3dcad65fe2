using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.ExceptionServices;
using System.Text;
using Dirac.Wire.Codecs;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;

namespace Dirac.Wire.Https;

/// <summary>Calls services over HTTPS.</summary>
/// <param name="invoker">Sends requests: it has the certificate or adds the token, checks the server, and follows no redirection.</param>
/// <param name="options">Limits and habits.</param>
/// <remarks>Thread-safe. Nothing that a server does throws: it becomes a failure as current clients put it.</remarks>
public sealed class HttpsRpcClient(HttpMessageInvoker invoker, HttpsRpcOptions options)
{
    private const int AccessDenied = 13;
    private const int NotImplemented = 38;
    private const int MaxErrorBytes = 16 * 1024;
    private const int MinCompressedBytes = 1024;
    private const string Gzip = "gzip";
    private const string Json = "application/json";

    /// <summary>Calls a method.</summary>
    /// <param name="url">The service.</param>
    /// <param name="form">The call.</param>
    /// <param name="cancellationToken">Gives up; the method may run all the same.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="WireEncodingException">An argument cannot be sent.</exception>
    public Task<HttpsAnswer> CallAsync(Uri url, RpcForm form, CancellationToken cancellationToken) =>
        SendAsync(url, form with { IsRaw = false }, async (response, token) => ReplyIn(await ReadAsync(response, options.MaxReplyBytes, token), url), cancellationToken);

    /// <summary>Receives content as it is; for files, of the method <c>streamToClient</c>.</summary>
    /// <param name="url">The service.</param>
    /// <param name="form">The call.</param>
    /// <param name="target">Takes the content; after a failure, some of it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>S_OK when all of it has come.</returns>
    /// <exception cref="WireEncodingException">An argument cannot be sent.</exception>
    /// <exception cref="IOException">The target does not take the content.</exception>
    public Task<HttpsAnswer> DownloadAsync(Uri url, RpcForm form, Stream target, CancellationToken cancellationToken) =>
        SendAsync(
            url,
            form with { IsRaw = true },
            async (response, token) =>
            {
                // A failure comes in place of the content, and must not be taken for it.
                if (response.Content.Headers.ContentType?.MediaType == Json)
                {
                    var reply = ReplyIn(await ReadAsync(response, options.MaxReplyBytes, token), url);
                    return reply.IsOk ? RpcReply.Fail($"{url} sent a reply where content was asked for.") : reply;
                }

                await using var content = await OpenAsync(response, token);
                await CopyAsync(content, target, token);
                return RpcReply.Ok();
            },
            cancellationToken);

    /// <summary>Sends a file, in one message.</summary>
    /// <param name="url">The service.</param>
    /// <param name="form">Who calls; its method and arguments are replaced.</param>
    /// <param name="fileId">The file, in the service's terms.</param>
    /// <param name="content">The file.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The answer.</returns>
    public Task<HttpsAnswer> UploadAsync(Uri url, RpcForm form, WireValue fileId, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        CallAsync(url, form with { Method = "streamFromClient", Arguments = [fileId, "", content.Length, WireValue.OfBytes(content.Span)] }, cancellationToken);

    private async Task<HttpsAnswer> SendAsync(
        Uri url, RpcForm form, Func<HttpResponseMessage, CancellationToken, Task<RpcReply>> read, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = await BodyAsync(form, cancellationToken) };
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(Gzip));
        using var clock = new CancellationTokenSource(options.Timeout, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, cancellationToken);
        HttpStatusCode? status = null;
        try
        {
            using var response = await invoker.SendAsync(request, either.Token);
            status = response.StatusCode;
            return (int)response.StatusCode < 400
                ? new HttpsAnswer(await read(response, either.Token), status, IsServersFault: false)
                : await RefusalAsync(response, form, url, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return NoAnswer($"{url} has not answered within {options.Timeout.TotalSeconds} seconds.");
        }
        catch (TargetException failed)
        {
            ExceptionDispatchInfo.Throw(failed.InnerException!);
            throw;
        }
        catch (Exception error) when (error is HttpRequestException or IOException or InvalidDataException)
        {
            return NoAnswer($"{url} has not answered: {error.GetBaseException().Message}");
        }

        HttpsAnswer NoAnswer(string message) => new(RpcReply.Fail(message), status, IsServersFault: true);
    }

    private async Task<HttpContent> BodyAsync(RpcForm form, CancellationToken cancellationToken)
    {
        var plain = new FormUrlEncodedContent(form.ToFields());
        if (!options.CompressesRequests || plain.Headers.ContentLength < MinCompressedBytes) return plain;

        var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true)) await plain.CopyToAsync(gzip, cancellationToken);
        compressed.Position = 0;
        var content = new StreamContent(compressed);
        content.Headers.ContentType = plain.Headers.ContentType;
        content.Headers.ContentEncoding.Add(Gzip);
        plain.Dispose();
        return content;
    }

    // As current clients translate what is no reply.
    private static async Task<HttpsAnswer> RefusalAsync(HttpResponseMessage response, RpcForm form, Uri url, CancellationToken cancellationToken)
    {
        var status = response.StatusCode;
        switch (status)
        {
            case HttpStatusCode.NotImplemented:
                return new HttpsAnswer(RpcReply.Fail(NotImplemented, $"{form.Method} is not implemented"), status, IsServersFault: false);
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden:
                return new HttpsAnswer(RpcReply.Fail(AccessDenied, $"No access to {url}"), status, IsServersFault: false);
        }

        var body = status == HttpStatusCode.NotFound ? $"{url} is not found" : Encoding.UTF8.GetString((await ReadAsync(response, MaxErrorBytes, cancellationToken, isCut: true)).Span);
        var side = (int)status < 500 ? "Client" : "Server";
        var line = string.Create(CultureInfo.InvariantCulture, $"{(int)status} {side} Error: {response.ReasonPhrase} for url: {url}");
        return new HttpsAnswer(RpcReply.Fail($"{line}: {body}"), status, IsServersFault: true);
    }

    private RpcReply ReplyIn(ReadOnlyMemory<byte> body, Uri url)
    {
        try
        {
            return RpcReply.TryRead(JEncode.Decode(body.Span, options.Values), out var reply) ? reply : RpcReply.Fail($"{url} sent no return structure.");
        }
        catch (WireFormatException error)
        {
            return RpcReply.Fail($"The reply of {url} cannot be read. {error.Message}");
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage response, int maxBytes, CancellationToken cancellationToken, bool isCut = false)
    {
        await using var content = await OpenAsync(response, cancellationToken);
        var body = new MemoryStream();
        var buffer = new byte[Math.Min(maxBytes, 64 * 1024)];
        while (await content.ReadAsync(buffer, cancellationToken) is var count and > 0)
        {
            if (body.Length + count > maxBytes)
            {
                return isCut ? body.GetBuffer().AsMemory(0, (int)body.Length) : throw new InvalidDataException($"The reply is larger than {maxBytes} bytes.");
            }

            await body.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    private static async Task CopyAsync(Stream content, Stream target, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        while (await content.ReadAsync(buffer, cancellationToken) is var count and > 0)
        {
            try
            {
                await target.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            }
            catch (IOException error)
            {
                throw new TargetException(error);
            }
        }
    }

    private static async Task<Stream> OpenAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var content = await response.Content.ReadAsStreamAsync(cancellationToken);
        return response.Content.Headers.ContentEncoding.Contains(Gzip) ? new GZipStream(content, CompressionMode.Decompress) : content;
    }

    // What the caller's own stream threw, which is not the server's doing.
    private sealed class TargetException(Exception inner) : Exception(inner.Message, inner);
}
