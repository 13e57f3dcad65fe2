using System.Net;
using System.Net.Http.Headers;
using Dirac.Client.Http;
using Dirac.Model.Errors;
using Dirac.Wire.Https;
using Dirac.Wire.Dips.Transfers;
using Dirac.Wire.Values;

namespace Dirac.Client.Rpc;

/// <summary>Calls over https, on connections that are kept.</summary>
internal sealed class HttpsCaller : IRpcCaller, IDisposable
{
    private const string StreamToClient = "streamToClient";

    private readonly HttpMessageInvoker _invoker;
    private readonly HttpsRpcClient _https;

    public HttpsCaller(RpcIdentity identity, RpcClientOptions options, TimeProvider clock)
    {
        var isGrid = identity.Token is null && identity.Tls is not null;
        _invoker = new HttpMessageInvoker(new ReachHandler(isGrid ? GridHandler(identity, options) : ApiConnection.CreateHandler(identity.CaFile), identity.Token, isGrid));
        _https = new HttpsRpcClient(_invoker, new HttpsRpcOptions { Time = clock, Timeout = options.ReplyTime });
    }

    public async Task<RpcAnswer> CallAsync(RpcUrl url, RpcCircumstances circumstances, string method, IReadOnlyList<WireValue> arguments, CancellationToken cancellationToken) =>
        Judge(url, await _https.CallAsync(Address(url), Form(circumstances, method, arguments), cancellationToken).ConfigureAwait(false));

    public async Task<RpcAnswer> UploadAsync(RpcUrl url, RpcCircumstances circumstances, TransferRequest request, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        if (request.Direction != TransferDirection.FromClient) throw NotOverHttps(request.Direction);
        using var content = new MemoryStream();
        await write(content, cancellationToken).ConfigureAwait(false);
        var bytes = content.GetBuffer().AsMemory(0, (int)content.Length);
        return Judge(url, await _https.UploadAsync(Address(url), Form(circumstances, "", []), request.Id, bytes, cancellationToken).ConfigureAwait(false));
    }

    public async Task<RpcAnswer> DownloadAsync(RpcUrl url, RpcCircumstances circumstances, TransferRequest request, Func<Stream, CancellationToken, Task> read, CancellationToken cancellationToken)
    {
        if (request.Direction != TransferDirection.ToClient) throw NotOverHttps(request.Direction);
        using var content = new MemoryStream();
        var answer = await _https.DownloadAsync(Address(url), Form(circumstances, StreamToClient, [request.Id]), content, cancellationToken).ConfigureAwait(false);
        if (answer.Reply.IsOk)
        {
            content.Position = 0;
            await read(content, cancellationToken).ConfigureAwait(false);
        }

        return Judge(url, answer);
    }

    public void Dispose() => _invoker.Dispose();

    private static SocketsHttpHandler GridHandler(RpcIdentity identity, RpcClientOptions options) => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        ConnectTimeout = options.ConnectTime,
        ConnectCallback = async (context, cancellationToken) => await RpcTransport.OpenStreamAsync(
            new RpcUrl(RpcScheme.Https, context.DnsEndPoint.Host, context.DnsEndPoint.Port, ""), identity, cancellationToken).ConfigureAwait(false),
    };

    private static RpcForm Form(RpcCircumstances circumstances, string method, IReadOnlyList<WireValue> arguments) => new(method, arguments)
    {
        ClientSetup = circumstances.Setup,
        ClientVo = circumstances.Vo,
        ExtraCredentials = circumstances.Claim,
    };

    // Another server may know the service, or be up.
    private static RpcAnswer Judge(RpcUrl url, HttpsAnswer answer) =>
        answer.Status is HttpStatusCode.NotFound or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
            ? throw new NotReachedException($"{url}: {answer.Reply.Message}")
            : new RpcAnswer(answer.Reply, IsRefusal: false);

    private static DiracException NotOverHttps(TransferDirection direction) =>
        new(ErrorCode.BadRequest, $"{direction} is not to be had over https.", "Use an address of the service that begins with dips.");

    private static Uri Address(RpcUrl url) => new UriBuilder(Uri.UriSchemeHttps, url.Host, url.Port, $"/{url.Service}").Uri;

    /// <summary>Adds the token, and tells a connection that was never made from a reply that was lost.</summary>
    private sealed class ReachHandler(SocketsHttpHandler inner, string? token, bool isGrid) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            // The handler's own TLS knows no proxies, so it is told http, and its connections are encrypted already.
            if (isGrid) request.RequestUri = new UriBuilder(request.RequestUri!) { Scheme = Uri.UriSchemeHttp }.Uri;
            try
            {
                return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            }
            catch (HttpRequestException failed) when (IsUnseen(failed))
            {
                throw new NotReachedException($"{request.RequestUri?.Authority}: {failed.GetBaseException().Message}", failed);
            }
        }

        private static bool IsUnseen(HttpRequestException failed) =>
            failed.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError
                || CertificateRefusal.In(failed) is not null;
    }
}
