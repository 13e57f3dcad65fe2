using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dirac.Model.Errors;

namespace Dirac.Client.Http;

/// <summary>One server's REST surface: addresses, trust, tokens and errors in one place.</summary>
/// <remarks>Thread-safe. Keeps connections alive. A request that meets 401 is repeated once with a new token.</remarks>
public sealed class ApiConnection : IDisposable
{
    private readonly HttpClient _http;
    private readonly ITokenSource? _tokens;
    private readonly TimeSpan _timeout;
    private readonly PinnedTrust? _trust;

    /// <summary>Opens nothing yet; the first request connects.</summary>
    /// <param name="options">Where the server is.</param>
    /// <param name="tokens">Gives tokens; null sends requests without one.</param>
    public ApiConnection(ApiConnectionOptions options, ITokenSource? tokens)
    {
        _tokens = tokens;
        _timeout = options.Timeout;
        var handler = CreateHandler(options.CaFile);
        if (options.Pin is { } pin) (_trust = new PinnedTrust(pin, TimeProvider.System)).Guard(handler);
        if (options.Through is { } passage) GoThrough(handler, passage, options.Url);
        _http = new HttpClient(handler) { BaseAddress = options.Url, Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>The server's address.</summary>
    public Uri Url => _http.BaseAddress!;

    /// <summary>Sends a request and reads a JSON reply.</summary>
    /// <param name="request">What to send.</param>
    /// <param name="replyType">How to read the reply.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ApiException">The server refused.</exception>
    /// <exception cref="DiracException">The server could not be reached (Unavailable) or answered something else.</exception>
    public async Task<TReply> SendAsync<TReply>(ApiRequest request, JsonTypeInfo<TReply> replyType, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await JsonSerializer.DeserializeAsync(stream, replyType, cancellationToken).ConfigureAwait(false)
                ?? throw new JsonException("null");
        }
        catch (JsonException error)
        {
            throw new DiracException(
                ErrorCode.Unknown, $"The server's answer to {request.Path} cannot be understood: {error.Message}", $"Is {Url} a DIRAC server of this version?", error);
        }
    }

    /// <summary>Sends a request; the caller disposes the successful response.</summary>
    /// <param name="request">What to send.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ApiException">The server refused.</exception>
    /// <exception cref="DiracException">The server could not be reached (Unavailable).</exception>
    public async Task<HttpResponseMessage> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_timeout + request.Wait);
        try
        {
            return await SendWithTokenAsync(request, timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unreachable($"did not answer {request.Path} within {(_timeout + request.Wait).TotalSeconds:0} s", null);
        }
        catch (HttpRequestException error) when (error.InnerException is DiracException closed)
        {
            throw new DiracException(closed.Code, $"The DIRAC server at {Url} cannot be reached: {closed.Message}", closed.Advice, error);
        }
        catch (HttpRequestException error) when (error.HttpRequestError == HttpRequestError.SecureConnectionError)
        {
            throw Untrusted(error);
        }
        catch (HttpRequestException error)
        {
            throw Unreachable($"cannot be reached: {error.InnerException?.Message ?? error.Message}", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendWithTokenAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var tokens = request.Anonymous ? null : _tokens;
        var token = tokens is null ? null : await tokens.GetTokenAsync(null, cancellationToken).ConfigureAwait(false);
        var response = await SendOnceAsync(request, token, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.Unauthorized && tokens is not null)
        {
            response.Dispose();
            token = await tokens.GetTokenAsync(token, cancellationToken).ConfigureAwait(false);
            response = await SendOnceAsync(request, token, cancellationToken).ConfigureAwait(false);
        }

        if (response.IsSuccessStatusCode || request.Accepts(response.StatusCode)) return response;
        using (response)
        {
            throw new ApiException(response.StatusCode, await ErrorReplies.ReadAsync(response, cancellationToken).ConfigureAwait(false));
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(ApiRequest request, string? token, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(request.Method, request.Path) { Content = request.CreateContent?.Invoke() };
        if (request.IdempotencyKey is { } key) message.Headers.Add("Idempotency-Key", key);
        if (token is not null) message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
    }

    private DiracException Unreachable(string what, Exception? cause) => new(
        ErrorCode.Unavailable,
        $"The DIRAC server at {Url} {what}.",
        "Is it running? './dirac up' starts one on this machine; --url or DIRAC_URL names another.",
        cause);

    private DiracException Untrusted(HttpRequestException cause) => _trust?.Refusal is { } refusal
        ? new DiracException(
            ErrorCode.BadConfiguration,
            $"Not trusted: the server at {Url} {refusal}.",
            "Somebody may be between you and it. If its administrators say that it has changed, log in with --trust-fingerprint and the fingerprint they tell you.",
            cause)
        : new DiracException(
            ErrorCode.Unavailable,
            $"The server at {Url} cannot be trusted: {cause.InnerException?.Message ?? cause.Message}",
            $"Is the address right? 'dirac login --url {Url.GetLeftPart(UriPartial.Authority)}' shows its certificate and asks whether to trust it.",
            cause);

    // Signed addresses may lead to other hosts, which are reached as the machine reaches them.
    private static void GoThrough(SocketsHttpHandler handler, ServerPassage passage, Uri server)
    {
        handler.UseProxy = false;
        handler.ConnectCallback = (context, cancellationToken) => context.DnsEndPoint.Port == server.Port && context.DnsEndPoint.Host == server.IdnHost
            ? passage.ConnectAsync(cancellationToken)
            : ConnectAsync(context.DnsEndPoint, cancellationToken);
    }

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint address, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>A handler that trusts the authority in <paramref name="caFile"/>, or those of the system.</summary>
    internal static SocketsHttpHandler CreateHandler(string? caFile)
    {
        var handler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(10), AllowAutoRedirect = false };
        if (caFile is null) return handler;

        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(caFile);
        handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        return handler;
    }
}
