using System.Buffers;
using System.Net.Security;
using System.Security.Authentication;
using Dirac.Security.Certificates.Validation;

namespace Dirac.Security.GridTls;

/// <summary>TLS over another stream, for peers that may present RFC 3820 proxies. One reader and one writer may be at work at the same time.</summary>
/// <remarks>
/// OpenSSL speaks the protocol, our own validator judges the certificates, during the handshake and once for each connection: nothing process-wide is
/// changed, and sessions are never resumed. The stream owns the inner one. It reads and writes asynchronously only. The end of the inner stream reads
/// as the end of the data, with a close_notify or without: the protocols above say themselves whether a message is whole.
/// </remarks>
public sealed class GridTlsStream : Stream
{
    private const int InputSize = 16 * 1024 + 512;
    private const int MostPlainText = 32 * 1024;
    private static readonly TimeSpan MostForFarewell = TimeSpan.FromSeconds(1);

    private readonly Stream _inner;
    private readonly TlsSession _session;
    private readonly TlsFacts _facts;
    private readonly SemaphoreSlim _writing = new(1);
    private int _reading;
    private volatile bool _isOutputBroken;
    private int _disposed;

    internal GridTlsStream(Stream inner, TlsSession session)
    {
        _inner = inner;
        _session = session;
        _facts = session.Describe();
    }

    /// <summary>Whom the peer's certificates stand for; null when it presented none, or they were not to be judged.</summary>
    public GridPeer? Peer => _session.Verdict.Peer;

    /// <summary>What the peer sent, as DER, its own certificate first; empty when it presented none.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> PeerCertificates => _session.PeerCertificates;

    /// <summary>TLS 1.2 or 1.3.</summary>
    public SslProtocols Protocol => TlsFacts.Protocols(_facts.Version);

    /// <summary>The cipher suite.</summary>
    public TlsCipherSuite CipherSuite => (TlsCipherSuite)_facts.CipherSuite;

    /// <summary>The application protocol that was agreed on; empty for none.</summary>
    public ReadOnlyMemory<byte> ApplicationProtocol => _facts.Protocol;

    /// <summary>The name that the client asked for; null for none.</summary>
    public string? ServerName => _facts.ServerName;

    /// <summary>True.</summary>
    public override bool CanRead => true;

    /// <summary>True.</summary>
    public override bool CanWrite => true;

    /// <summary>False.</summary>
    public override bool CanSeek => false;

    /// <summary>Not supported.</summary>
    public override long Length => throw new NotSupportedException();

    /// <summary>Not supported.</summary>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Does the server's part of a handshake on <paramref name="inner"/>, which is disposed when it fails.</summary>
    /// <param name="inner">The connection; it belongs to the stream from now on.</param>
    /// <param name="context">Our certificate and whom we let in.</param>
    /// <param name="cancellationToken">Ends the attempt, for example when it takes too long.</param>
    /// <exception cref="GridTlsException">The peer is refused, or does not speak TLS as we do; it has been sent an alert.</exception>
    /// <exception cref="OperationCanceledException">The token ended it.</exception>
    public static Task<GridTlsStream> AuthenticateAsServerAsync(Stream inner, GridTlsServerContext context, CancellationToken cancellationToken) =>
        TlsHandshake.RunAsync(inner, context.CreateSession(), cancellationToken);

    /// <summary>Does the client's part of a handshake on <paramref name="inner"/>, which is disposed when it fails.</summary>
    /// <param name="inner">The connection; it belongs to the stream from now on.</param>
    /// <param name="context">Our certificate, if any, and which servers we accept.</param>
    /// <param name="host">Name or address of the server, as it must stand in its certificate.</param>
    /// <param name="cancellationToken">Ends the attempt, for example when it takes too long.</param>
    /// <remarks>With TLS 1.3 a server that refuses us says so after the handshake: the first read then throws.</remarks>
    /// <exception cref="GridTlsException">The server is refused or refuses us, or does not speak TLS as we do.</exception>
    /// <exception cref="OperationCanceledException">The token ended it.</exception>
    public static Task<GridTlsStream> AuthenticateAsClientAsync(Stream inner, GridTlsClientContext context, string host, CancellationToken cancellationToken) =>
        TlsHandshake.RunAsync(inner, context.CreateSession(host), cancellationToken);

    /// <summary>Reads what is there, or waits for something; an empty buffer only waits.</summary>
    /// <returns>0 at the end.</returns>
    /// <exception cref="GridTlsException">The peer broke the protocol, or refuses us.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _reading, 1) != 0) throw new InvalidOperationException("Another read is in progress.");
        try
        {
            while (true)
            {
                var step = _session.Read(buffer.Span, out var count, out var hasOutput);
                // Answers of OpenSSL itself: to a change of keys, or alerts.
                if (hasOutput) await SendWaitingOutputAsync(cancellationToken);
                if (step == TlsStep.Failed) throw Failed();
                if (step != TlsStep.WantsInput) return count;
                if (!await ReceiveAsync(cancellationToken)) return 0;
            }
        }
        finally
        {
            Volatile.Write(ref _reading, 0);
        }
    }

    /// <summary>Sends <paramref name="buffer"/>; when it returns, the inner stream has all of it.</summary>
    /// <remarks>A write that was cancelled or failed half-way leaves nothing to be written after it.</remarks>
    /// <exception cref="IOException">The connection is broken.</exception>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            while (!buffer.IsEmpty)
            {
                ThrowIfOutputBroken();
                var part = buffer[..Math.Min(buffer.Length, MostPlainText)];
                if (_session.Write(part.Span) != TlsStep.Done) throw Failed();
                await DrainAsync(cancellationToken);
                buffer = buffer[part.Length..];
            }
        }
        finally
        {
            _writing.Release();
        }

        // The reader may have had something to send meanwhile, and left it to us.
        await SendWaitingOutputAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Flushes the inner stream.</summary>
    public override Task FlushAsync(CancellationToken cancellationToken) => _inner.FlushAsync(cancellationToken);

    /// <summary>Does nothing: what was written has been handed to the inner stream.</summary>
    public override void Flush()
    {
    }

    /// <summary>Not supported: read asynchronously.</summary>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");

    /// <summary>Not supported: write asynchronously.</summary>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Write asynchronously.");

    /// <summary>Not supported.</summary>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <summary>Not supported.</summary>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Tells the peer that nothing follows, if that can be done within a second, and closes the inner stream.</summary>
    public override async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        await SayFarewellAsync();
        _session.Dispose();
        await _inner.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <summary>Closes the inner stream without a word to the peer.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _session.Dispose();
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<bool> ReceiveAsync(CancellationToken cancellationToken)
    {
        // Waiting without a buffer: an idle connection holds none, neither ours nor OpenSSL's.
        var arrival = _inner.ReadAsync(Memory<byte>.Empty, cancellationToken);
        if (!arrival.IsCompleted) _session.Slim();
        await arrival;
        var buffer = ArrayPool<byte>.Shared.Rent(InputSize);
        try
        {
            var count = await _inner.ReadAsync(buffer.AsMemory(0, InputSize), cancellationToken);
            _session.Feed(buffer.AsSpan(0, count));
            return count > 0;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Never waits for the writer: a peer that reads nothing until we have read would stop both of us for good. The writer sends it when it is done.
    private async ValueTask SendWaitingOutputAsync(CancellationToken cancellationToken)
    {
        while (!_isOutputBroken && _session.HasOutput && await _writing.WaitAsync(0, cancellationToken))
        {
            try
            {
                await DrainAsync(cancellationToken);
            }
            finally
            {
                _writing.Release();
            }
        }
    }

    // Only inside the gate of writers: records must leave in the order in which they were made.
    private async ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        try
        {
            await TlsHandshake.SendAsync(_inner, _session, cancellationToken);
        }
        catch
        {
            _isOutputBroken = true;
            throw;
        }
    }

    private GridTlsException Failed() => new(_session.Failure) { RefusedByPeer = _session.IsRefused };

    private void ThrowIfOutputBroken()
    {
        if (_isOutputBroken) throw new IOException("An earlier write was cut off; nothing can follow it.");
    }

    private async ValueTask SayFarewellAsync()
    {
        if (_isOutputBroken || !await _writing.WaitAsync(0)) return;
        try
        {
            using var time = new CancellationTokenSource(MostForFarewell, TimeProvider.System);
            _session.End();
            await DrainAsync(time.Token);
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // The peer is gone or does not read: it will see the end of the connection instead.
            _isOutputBroken = true;
        }
        finally
        {
            _writing.Release();
        }
    }
}
