using System.Buffers;

namespace Dirac.Security.GridTls;

/// <summary>Carries a handshake through.</summary>
internal static class TlsHandshake
{
    private const int BufferSize = 4096;
    private const int MostIgnored = 256 * 1024;
    private static readonly TimeSpan MostForAlert = TimeSpan.FromSeconds(1);

    /// <summary>Makes the stream of it; when that fails, the session is freed and <paramref name="inner"/> closed.</summary>
    public static async Task<GridTlsStream> RunAsync(Stream inner, TlsSession session, CancellationToken cancellationToken)
    {
        try
        {
            await ExchangeAsync(inner, session, cancellationToken);
            RefuseUnseen(session);
            return new GridTlsStream(inner, session);
        }
        catch
        {
            session.Dispose();
            await inner.DisposeAsync();
            throw;
        }
    }

    /// <summary>Hands everything that waits to <paramref name="inner"/>.</summary>
    public static async ValueTask SendAsync(Stream inner, TlsSession session, CancellationToken cancellationToken)
    {
        while (session.HasOutput)
        {
            var buffer = ArrayPool<byte>.Shared.Rent(session.OutputSize);
            try
            {
                var count = session.Drain(buffer);
                await inner.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    // Neither can be, with tickets and cache off and no keys shared beforehand; if it were, nobody would have judged the peer.
    private static void RefuseUnseen(TlsSession session)
    {
        if (session.Describe().IsResumed) throw new GridTlsException("An old session was taken up.");
        if (!session.IsServer && session.PeerCertificates.Count == 0) throw new GridTlsException("The server presented no certificate.");
    }

    private static async Task ExchangeAsync(Stream inner, TlsSession session, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (true)
            {
                var step = session.Handshake();
                var hasAnswer = session.HasOutput;
                await SendAsync(inner, session, cancellationToken);
                await inner.FlushAsync(cancellationToken);
                if (step == TlsStep.Done) return;
                if (step != TlsStep.WantsInput)
                {
                    if (hasAnswer) await LetAlertArriveAsync(inner, buffer, cancellationToken);
                    throw new GridTlsException(session.Failure, session.Verdict.Refused?.Fault) { RefusedByPeer = session.IsRefused };
                }

                var count = await inner.ReadAsync(buffer.AsMemory(0, BufferSize), cancellationToken);
                if (count == 0) throw new GridTlsException("The peer closed the connection during the handshake.") { PeerLeft = true };
                session.Feed(buffer.AsSpan(0, count));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Closing a socket in which bytes of the peer lie unread resets the connection, and the alert may be lost with it. So what follows is read away
    // until the peer has seen the alert and closes, or for a second.
    private static async Task LetAlertArriveAsync(Stream inner, byte[] buffer, CancellationToken cancellationToken)
    {
        using var time = new CancellationTokenSource(MostForAlert, TimeProvider.System);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        try
        {
            for (var ignored = 0; ignored < MostIgnored;)
            {
                var count = await inner.ReadAsync(buffer.AsMemory(0, BufferSize), both.Token);
                if (count == 0) return;
                ignored += count;
            }
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException)
        {
            // Enough was done for it; the reason of the refusal is what counts.
            return;
        }
    }
}
