using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Channels;
using Dirac.Wire.Dips.Framing;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;

namespace Dirac.Wire.Dips.Messages;

/// <summary>A connection over which both sides send messages whenever they like.</summary>
/// <remarks>
/// Sending is thread-safe, and allowed while a message is handled. When <see cref="MaxWaiting"/> messages wait for their handler nothing more is read,
/// acknowledgements included, so that a fast sender has to wait too.
/// </remarks>
public sealed class DipsMessageLink
{
    /// <summary>How many messages wait for their handler.</summary>
    public const int MaxWaiting = 100;

    private readonly DipsChannel _channel;
    private readonly IDipsMessageHandler _handler;
    private readonly string _name;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<RpcReply>> _awaited = new(StringComparer.Ordinal);
    private readonly Channel<DipsMessage> _waiting = Channel.CreateBounded<DipsMessage>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true, SingleWriter = true });
    private long _sent;
    private long _heardAt;
    private volatile bool _isClosed;

    internal DipsMessageLink(DipsChannel channel, IDipsMessageHandler handler, string name)
    {
        _channel = channel;
        _handler = handler;
        _name = name;
        _heardAt = channel.Options.Time.GetTimestamp();
    }

    /// <summary>Sends a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Gives up waiting; the message may have been sent.</param>
    /// <returns>What the receiver acknowledged, or why it did not; S_OK at once for a message that is not acknowledged.</returns>
    /// <exception cref="DipsException">The connection takes nothing any more.</exception>
    /// <exception cref="Codecs.WireEncodingException">A value cannot be sent.</exception>
    public async Task<RpcReply> SendAsync(DipsMessage message, CancellationToken cancellationToken)
    {
        if (!message.WaitsForAck)
        {
            await PauseAsync(cancellationToken);
            await _channel.SendAsync(message.ToStructure(id: null), cancellationToken);
            return RpcReply.Ok();
        }

        var id = NextId();
        var answer = _awaited[id] = new TaskCompletionSource<RpcReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            // Closing fails all that are awaited; this one may have come too late for that.
            if (_isClosed) return Closed();
            await PauseAsync(cancellationToken);
            await _channel.SendAsync(message.ToStructure(id), cancellationToken);
            return await answer.Task.WaitAsync(_channel.Options.AckTimeout, _channel.Options.Time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return RpcReply.Fail("Timeout while waiting for message ack");
        }
        finally
        {
            _awaited.TryRemove(id, out _);
        }
    }

    /// <summary>Tells the peer that this side is still there; its answer is read and forgotten.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>When it is sent.</returns>
    /// <exception cref="DipsException">The connection takes nothing any more.</exception>
    public ValueTask PingAsync(CancellationToken cancellationToken) => _channel.PingAsync(NextId(), cancellationToken);

    /// <summary>Reads until the peer closes, or a side breaks the rules. What was acknowledged until then is handled all the same.</summary>
    /// <returns>The failure of the handler that ended it; null when the peer closed.</returns>
    /// <exception cref="DipsException">The peer broke the rules, or the connection broke.</exception>
    internal async Task<RpcReply?> RunAsync(CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = ReadAllAsync(ended.Token);
        var handling = HandleAllAsync(cancellationToken);
        try
        {
            if (await Task.WhenAny(reading, handling) == handling) return await handling;
            Close();
            var failure = await handling;
            await reading;
            return failure;
        }
        finally
        {
            Close();
            await ended.CancelAsync();
            await Task.WhenAll(reading, handling).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Close()
    {
        _isClosed = true;
        foreach (var answer in _awaited.Values) answer.TrySetResult(Closed());
    }

    private static RpcReply Closed() => RpcReply.Fail("Connection closed by peer");

    private string NextId() => string.Create(CultureInfo.InvariantCulture, $"{_name}:{Interlocked.Increment(ref _sent) - 1}");

    private async Task ReadAllAsync(CancellationToken cancellationToken)
    {
        try
        {
            await TakeAllAsync(cancellationToken);
        }
        finally
        {
            _waiting.Writer.TryComplete();
        }
    }

    private async Task TakeAllAsync(CancellationToken cancellationToken)
    {
        while (await _channel.ReadWheneverAsync(cancellationToken) is { } value)
        {
            Volatile.Write(ref _heardAt, _channel.Options.Time.GetTimestamp());
            var content = RpcReply.TryRead(value, out var structure) && structure.IsOk && structure.Value.Kind == WireKind.Dict ? structure.Value.AsDict() : throw NoMessage();
            if (!content.TryGetValue("request", out var isRequest) || isRequest.Kind != WireKind.Truth) throw NoMessage();
            if (isRequest.AsTruth()) await TakeAsync(content, cancellationToken);
            else Settle(content);
        }
    }

    private async Task TakeAsync(WireDict request, CancellationToken cancellationToken)
    {
        var message = DipsMessage.Read(request) ?? throw NoMessage();
        if (request.TryGetValue("id", out var id))
        {
            await PauseAsync(cancellationToken);
            await _channel.SendAsync(RpcReply.Ok(WireValue.Dict(("request", false), ("id", id), ("result", RpcReply.Ok().ToWire()))), cancellationToken);
        }

        await _waiting.Writer.WriteAsync(message, cancellationToken);
    }

    private Task PauseAsync(CancellationToken cancellationToken)
    {
        if (_channel.Options.AnswerPause <= TimeSpan.Zero) return Task.CompletedTask;
        var left = _channel.Options.AnswerPause - _channel.Options.Time.GetElapsedTime(Volatile.Read(ref _heardAt));
        return left > TimeSpan.Zero ? Task.Delay(left, _channel.Options.Time, cancellationToken) : Task.CompletedTask;
    }

    // An answer that came too late is nobody's.
    private void Settle(WireDict response)
    {
        if (!response.TryGetValue("id", out var id) || !response.TryGetValue("result", out var result) || !RpcReply.TryRead(result, out var reply)) throw NoMessage();
        if (id.Kind == WireKind.Text && _awaited.TryGetValue(id.AsText(), out var answer)) answer.TrySetResult(reply);
    }

    private async Task<RpcReply?> HandleAllAsync(CancellationToken cancellationToken)
    {
        var outcome = await _handler.ConnectedAsync(this, cancellationToken);
        if (!outcome.IsOk) return outcome;
        await foreach (var message in _waiting.Reader.ReadAllAsync(cancellationToken))
        {
            outcome = await _handler.ReceiveAsync(message, cancellationToken);
            if (!outcome.IsOk) return outcome;
        }

        return null;
    }

    private DipsException NoMessage() => _channel.Broken(new(DipsFault.Malformed, "What the peer sent is neither a message nor an acknowledgement."));
}
