using System.IO.Pipelines;
using System.Net.Sockets;
using Dirac.Model.Errors;
using Dirac.Security.GridTls;

namespace Dirac.Client.Rpc;

/// <summary>An open connection to a service: TCP, and TLS with the identity's certificate where the address asks for it.</summary>
internal sealed class RpcTransport : IDuplexPipe, IAsyncDisposable
{
    private readonly Stream _stream;

    private RpcTransport(Stream stream)
    {
        _stream = stream;
        Input = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
        Output = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
    }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    /// <summary>Connects.</summary>
    /// <exception cref="IOException">There is no connection, or no agreement on TLS; nothing has been asked.</exception>
    public static async Task<RpcTransport> OpenAsync(RpcUrl url, RpcIdentity identity, TimeSpan timeout, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var time = new CancellationTokenSource(timeout, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        try
        {
            return new RpcTransport(await OpenStreamAsync(url, identity, both.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"{url} did not answer within {timeout.TotalSeconds:0} s");
        }
        catch (SocketException refused)
        {
            throw new IOException($"{url}: {refused.Message}", refused);
        }
    }

    /// <summary>Connects; the stream owns the connection.</summary>
    public static async Task<Stream> OpenStreamAsync(RpcUrl url, RpcIdentity identity, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(url.Host, url.Port, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        var plain = new NetworkStream(socket, ownsSocket: true);
        if (url.Scheme == RpcScheme.Dip) return plain;
        if (identity.Tls is { } tls) return await GridTlsStream.AuthenticateAsClientAsync(plain, tls, url.Host, cancellationToken).ConfigureAwait(false);
        await plain.DisposeAsync().ConfigureAwait(false);
        throw new DiracException(ErrorCode.NotAuthenticated, $"{url} needs a certificate.", "Make a proxy with: dirac proxy init - or name one with X509_USER_PROXY.");
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();
}
