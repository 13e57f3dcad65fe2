using System.IO.Pipelines;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Dirac.Hosting.MessageQueues.Brokers;

/// <summary>A TCP connection, with TLS if the service wants it, as a pair of pipes.</summary>
internal sealed class BrokerPipe : IDuplexPipe, IAsyncDisposable
{
    private readonly Stream _stream;

    private BrokerPipe(Stream stream)
    {
        _stream = stream;
        Input = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
        Output = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
    }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    public static async Task<BrokerPipe> OpenAsync(MqService service, BrokerEndpoint endpoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(endpoint.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream? stream = null;
        try
        {
            await socket.ConnectAsync(endpoint.Address, endpoint.Port, cancellationToken);
            stream = new NetworkStream(socket, ownsSocket: true);
            if (service.UsesTls) stream = await SecureAsync(stream, service, endpoint.Host, cancellationToken);
            return new BrokerPipe(stream);
        }
        catch
        {
            if (stream is not null) await stream.DisposeAsync();
            socket.Dispose();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private static async Task<SslStream> SecureAsync(Stream plain, MqService service, string host, CancellationToken cancellationToken)
    {
        using var certificate = BrokerTls.Certificate(service);
        var secure = new SslStream(plain, leaveInnerStreamOpen: false);
        await secure.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = host,
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                ClientCertificates = certificate is null ? null : [certificate],
                RemoteCertificateValidationCallback = BrokerTls.Judge(service),
            },
            cancellationToken);
        return secure;
    }
}
