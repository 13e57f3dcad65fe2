using System.IO.Pipelines;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;

namespace Dirac.Wire.Dips.Framing;

/// <summary>Messages both ways with time-outs; keep-alives are answered here and seen by nobody. One reader at a time, any number of writers.</summary>
internal sealed class DipsChannel(IDuplexPipe transport, DipsOptions options) : IDisposable
{
    private readonly MessageReader _reader = new(transport.Input, options.Values);
    private readonly MessageWriter _writer = new(transport.Output, options.Encoding);
    private readonly SemaphoreSlim _turn = new(1);

    public DipsOptions Options => options;

    /// <summary>What this connection, and no other that a handler may use, has thrown last.</summary>
    public DipsException? Fault { get; private set; }

    /// <summary>The next message, however long it takes to begin; null when the peer closed instead of beginning one.</summary>
    /// <exception cref="DipsException">There is none to be read.</exception>
    public async ValueTask<WireValue?> ReadWheneverAsync(CancellationToken cancellationToken)
    {
        while (await GuardAsync(_reader.WaitAsync, Timeout.InfiniteTimeSpan, cancellationToken))
        {
            var read = await GuardAsync(token => _reader.ReadAsync(options.MaxMessageBytes, token), options.MessageTimeout, cancellationToken);
            if (read is not { IsKeepAlive: true } frame) return read?.Value;
            await AnswerAsync(frame, cancellationToken);
        }

        return null;
    }

    /// <summary>The next message; null when the peer closed instead of beginning one.</summary>
    /// <exception cref="DipsException">There is none to be read.</exception>
    public ValueTask<WireValue?> ReadAsync(int maxBytes, TimeSpan timeout, CancellationToken cancellationToken) =>
        GuardAsync(token => ReadPastKeepAlivesAsync(maxBytes, token), timeout, cancellationToken);

    /// <summary>The next message, which must come.</summary>
    /// <exception cref="DipsException">There is none to be read.</exception>
    public async ValueTask<WireValue> ReadAsync(int maxBytes, CancellationToken cancellationToken) =>
        await ReadAsync(Math.Min(maxBytes, options.MaxMessageBytes), options.MessageTimeout, cancellationToken)
            ?? throw Broken(new DipsException(DipsFault.Closed, "The peer closed the connection where it should have sent a message."));

    /// <summary>The next message, which must be a return structure.</summary>
    /// <exception cref="DipsException">There is none, or it is something else.</exception>
    public async ValueTask<RpcReply> ReadReplyAsync(CancellationToken cancellationToken, int maxBytes = int.MaxValue) =>
        RpcReply.TryRead(await ReadAsync(maxBytes, cancellationToken), out var reply) ? reply
            : throw Broken(new DipsException(DipsFault.Malformed, "The peer's message is no return structure: a dict with true or false under 'OK'."));

    /// <summary>Makes a message, to be sent and then disposed.</summary>
    /// <exception cref="Codecs.WireEncodingException">It cannot be expressed.</exception>
    public PooledBuffer Encode(RpcReply message) => _writer.Encode(message.ToWire());

    /// <summary>Sends messages in one go.</summary>
    /// <exception cref="DipsException">The peer does not take them.</exception>
    public ValueTask SendAsync(IReadOnlyList<PooledBuffer> messages, CancellationToken cancellationToken) => WriteAsync(messages, isKeepAlive: false, cancellationToken);

    /// <summary>Sends a return structure.</summary>
    /// <exception cref="DipsException">The peer does not take it.</exception>
    /// <exception cref="Codecs.WireEncodingException">It cannot be expressed; nothing was sent.</exception>
    public ValueTask SendAsync(RpcReply reply, CancellationToken cancellationToken) => WriteAsync(reply.ToWire(), isKeepAlive: false, cancellationToken);

    /// <summary>Sends a message that is no return structure.</summary>
    /// <exception cref="DipsException">The peer does not take it.</exception>
    public ValueTask SendBareAsync(WireValue message, CancellationToken cancellationToken) => WriteAsync(message, isKeepAlive: false, cancellationToken);

    /// <summary>Asks whether the peer is still there.</summary>
    public ValueTask PingAsync(string id, CancellationToken cancellationToken) => WriteAsync(KeepAlive.Of(id, isPing: true), isKeepAlive: true, cancellationToken);

    public void Dispose() => _turn.Dispose();

    /// <summary>Notes that the peer broke the rules in a way that only the reader of its message can see.</summary>
    public DipsException Broken(DipsException fault) => Fault = fault;

    private async ValueTask<WireValue?> ReadPastKeepAlivesAsync(int maxBytes, CancellationToken cancellationToken)
    {
        for (var keepAlives = 0; keepAlives <= options.MaxKeepAlives; keepAlives++)
        {
            if (await _reader.ReadAsync(maxBytes, cancellationToken) is not { } frame) return null;
            if (!frame.IsKeepAlive) return frame.Value;
            await AnswerAsync(frame, cancellationToken);
        }

        throw new DipsException(DipsFault.Flooded, $"The peer sent more than {options.MaxKeepAlives} keep-alives and no message.");
    }

    private ValueTask AnswerAsync(Frame frame, CancellationToken cancellationToken) =>
        KeepAlive.IsPing(frame.Value, out var pong) ? WriteAsync(pong, isKeepAlive: true, cancellationToken) : ValueTask.CompletedTask;

    private async ValueTask WriteAsync(WireValue message, bool isKeepAlive, CancellationToken cancellationToken)
    {
        using var payload = _writer.Encode(message);
        await WriteAsync([payload], isKeepAlive, cancellationToken);
    }

    private async ValueTask WriteAsync(IReadOnlyList<PooledBuffer> messages, bool isKeepAlive, CancellationToken cancellationToken) =>
        await GuardAsync(
            async token =>
            {
                await _turn.WaitAsync(token);
                try
                {
                    foreach (var message in messages) _writer.Append(message, isKeepAlive);
                    await _writer.FlushAsync(token);
                    return true;
                }
                finally
                {
                    _turn.Release();
                }
            },
            options.MessageTimeout,
            cancellationToken);

    private async ValueTask<T> GuardAsync<T>(Func<CancellationToken, ValueTask<T>> work, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            return await WithinAsync(work, timeout, cancellationToken);
        }
        catch (DipsException fault)
        {
            Broken(fault);
            throw;
        }
    }

    private async ValueTask<T> WithinAsync<T>(Func<CancellationToken, ValueTask<T>> work, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var clock = new CancellationTokenSource(timeout, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, cancellationToken);
        try
        {
            return await work(either.Token);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw clock.IsCancellationRequested
                ? new DipsException(DipsFault.TimedOut, $"The peer let {timeout.TotalSeconds} seconds pass.", error)
                : new DipsException(DipsFault.Closed, "The connection was aborted.", error);
        }
        // How a transport says that the peer reset the connection.
        catch (IOException error) when (error is not DipsException)
        {
            throw new DipsException(DipsFault.Closed, $"The connection was lost. {error.Message}", error);
        }
    }
}
