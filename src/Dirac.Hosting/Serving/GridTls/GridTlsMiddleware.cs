using System.IO.Pipelines;
using Dirac.Security.GridTls;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;

namespace Dirac.Hosting.Serving.GridTls;

/// <summary>Does the handshake of a new connection and puts the plain text in the place of its transport.</summary>
internal sealed partial class GridTlsMiddleware(ConnectionDelegate next, GridTlsKeeper keeper, GridTlsListening listening, ILogger<GridTlsMiddleware> logger)
{
    // A subject can be as long as a certificate.
    private const int LongestReason = 400;

    public async Task OnConnectionAsync(ConnectionContext connection)
    {
        var transport = connection.Transport;
        await using var stream = await TryHandshakeAsync(connection);
        if (stream is null) return;

        using var feature = new GridTlsFeature(stream, keeper.Clients);
        connection.Features.Set<IGridPeerFeature>(feature);
        connection.Features.Set<ITlsConnectionFeature>(feature);
        connection.Features.Set<ITlsApplicationProtocolFeature>(feature);
        connection.Features.Set<ITlsHandshakeFeature>(feature);
        var pool = connection.Features.Get<IMemoryPoolFeature>()?.MemoryPool;
        var plain = new PlainTransport(
            PipeReader.Create(stream, new StreamPipeReaderOptions(pool, leaveOpen: true, useZeroByteReads: true)),
            PipeWriter.Create(stream, new StreamPipeWriterOptions(pool, leaveOpen: true)));
        connection.Transport = plain;
        try
        {
            await next(connection);
        }
        finally
        {
            await CompleteAsync(plain);
            connection.Transport = transport;
        }
    }

    private static async Task CompleteAsync(PlainTransport plain)
    {
        await plain.Input.CompleteAsync();
        try
        {
            await plain.Output.CompleteAsync();
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // What was left could not be sent: the peer is gone.
            return;
        }
    }

    private async Task<GridTlsStream?> TryHandshakeAsync(ConnectionContext connection)
    {
        using var time = new CancellationTokenSource(listening.HandshakeTimeout, TimeProvider.System);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(time.Token, connection.ConnectionClosed);
        try
        {
            return await GridTlsStream.AuthenticateAsServerAsync(new TransportStream(connection.Transport), keeper.GetContext(listening), both.Token);
        }
        catch (GridTlsException refused) when (!refused.PeerLeft)
        {
            LogRefused(connection.RemoteEndPoint, Shortened(refused.Message));
        }
        catch (OperationCanceledException) when (time.IsCancellationRequested)
        {
            LogRefused(connection.RemoteEndPoint, $"The handshake took longer than {listening.HandshakeTimeout.TotalSeconds} s.");
        }
        catch (Exception left) when (left is IOException or OperationCanceledException or ObjectDisposedException)
        {
            LogLeft(connection.RemoteEndPoint, left.Message);
        }

        return null;
    }

    private static string Shortened(string reason) => reason.Length <= LongestReason ? reason : reason[..LongestReason] + "…";

    private sealed record PlainTransport(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
