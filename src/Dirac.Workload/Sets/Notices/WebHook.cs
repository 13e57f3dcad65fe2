using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Dirac.Model.Errors;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.Sets.Notices;

/// <summary>Posts reports to the addresses that users have named.</summary>
/// <remarks>
/// The address that a name stands for is looked at when the connection is made, and that very address is connected to: a name that changes its
/// mind gains nothing. Redirects are not followed, no proxy, cookie or credential is used, and of the answer only the status is read.
/// </remarks>
internal sealed class WebHook : IDisposable
{
    public const string SignatureHeader = "X-DIRAC-Signature";
    public const string MessageHeader = "X-DIRAC-Message";

    private static readonly MediaTypeHeaderValue JsonType = new("application/json");
    private readonly JobSetOptions _options;
    private readonly TimeProvider _clock;
    private readonly List<IPNetwork> _allowed;
    private readonly HttpClient _http;

    public WebHook(IOptions<JobSetOptions> options, TimeProvider clock)
    {
        _options = options.Value;
        _clock = clock;
        _allowed = [.. _options.AllowedNetworks.Select(Network)];
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseProxy = false, UseCookies = false, MaxResponseHeadersLength = 16, ConnectCallback = ConnectAsync,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1), ConnectTimeout = TimeSpan.FromSeconds(_options.TimeoutSeconds),
        };
        _http = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(_options.TimeoutSeconds) };
    }

    /// <summary>The address as far as it can be judged without looking its name up.</summary>
    /// <exception cref="DiracException">BadRequest: no hook may go there.</exception>
    public static Uri Parse(string text, JobSetOptions options)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.UserInfo.Length > 0 || address.Host.Length == 0)
            throw Refused($"'{text}' is not an address of a web hook.", "Write https://HOST/PATH, without user and password.");
        var isPlain = address.Scheme == Uri.UriSchemeHttp && options.AllowHttpToLoopback && address.IsLoopback;
        if (address.Scheme != Uri.UriSchemeHttps && !isPlain) throw Refused($"A web hook goes to an https address, not to {address.Scheme}.", "Use https://HOST/PATH.");
        if (IPAddress.TryParse(address.DnsSafeHost, out var number) && !Addresses.MayReach(number, options.AllowedNetworks.Select(Network), options.AllowHttpToLoopback))
            throw NotReached(address.Host);
        return address;
    }

    /// <summary>Sends a report; throws unless it was taken (2xx).</summary>
    /// <exception cref="HttpRequestException">It could not be delivered.</exception>
    /// <exception cref="DiracException">BadRequest: no hook may go there.</exception>
    public async Task SendAsync(string address, string body, long message, string secret, CancellationToken cancellationToken)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, Parse(address, _options))
        {
            Content = new ByteArrayContent(bytes) { Headers = { ContentType = JsonType } },
        };
        request.Headers.Add(SignatureHeader, Sign(bytes, _clock.GetUtcNow(), secret));
        request.Headers.Add(MessageHeader, message.ToString(CultureInfo.InvariantCulture));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("DIRAC", "1"));
        using var response = await SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode) throw new HttpRequestException($"{request.RequestUri!.Host} answered {(int)response.StatusCode}; redirects are not followed.");
    }

    /// <summary><c>t=SECONDS,v1=HEX</c>: the moment, and HMAC-SHA256 over it, a dot and the body.</summary>
    public static string Sign(ReadOnlySpan<byte> body, DateTimeOffset now, string secret)
    {
        var moment = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.ASCII.GetBytes($"{moment}."), .. body];
        return $"t={moment},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))}";
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException error) when (error.InnerException is DiracException refused)
        {
            // The client wraps what its connect callback throws; a refusal must be seen as one, or it would be tried again.
            throw new DiracException(refused.Code, refused.Message, refused.Advice, error);
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var found = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        var address = found.FirstOrDefault(candidate => Addresses.MayReach(candidate, _allowed, _options.AllowHttpToLoopback)) ?? throw NotReached(context.DnsEndPoint.Host);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(address, context.DnsEndPoint.Port), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static IPNetwork Network(string text) => IPNetwork.TryParse(text, out var network)
        ? network
        : throw new DiracException(ErrorCode.BadConfiguration, $"'{text}' is not a network.", "Write AllowedNetworks as 10.1.0.0/16, 2001:db8::/32.");

    private static DiracException NotReached(string host) => Refused($"Web hooks do not reach {host}: it is not an address of the open Internet.", "An administrator can allow its network.");

    private static DiracException Refused(string message, string advice) => new(ErrorCode.BadRequest, message, advice);
}
