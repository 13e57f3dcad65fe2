using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Pipelines;
using System.Threading.Channels;
using Dirac.Wire.Stomp.Framing;

namespace Dirac.Wire.Stomp;

/// <summary>A connection to a message broker. Thread-safe, but only one receives at a time.</summary>
/// <remarks>When the broker refuses something or the connection breaks, everything that waits and everything later fails with that; another connection is to be made.</remarks>
public sealed class StompConnection : IAsyncDisposable
{
    private readonly IDuplexPipe _transport;
    private readonly StompOptions _options;
    private readonly StompChannel _channel;
    private readonly StompLogin _login;
    private readonly Channel<StompMessage> _messages;
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _receipts = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _loops;
    private volatile StompException? _fault;
    private long _lastReceipt;

    private StompConnection(IDuplexPipe transport, StompOptions options, StompChannel channel, StompLogin login)
    {
        _transport = transport;
        _options = options;
        _channel = channel;
        _login = login;
        _messages = Channel.CreateBounded<StompMessage>(new BoundedChannelOptions(options.MaxWaiting) { SingleWriter = true });
        _loops = Task.WhenAll(GuardedAsync(ReadAsync), BeatingAsync(login.Send, channel.BeatAsync), BeatingAsync(login.Hear, channel.ListenAsync));
    }

    /// <summary>The version that is spoken.</summary>
    public StompVersion Version => _login.Version;

    /// <summary>What the broker calls itself, such as <c>ActiveMQ/5.17.2</c>; empty when it does not say.</summary>
    public string Server => _login.Server;

    /// <summary>Logs in.</summary>
    /// <param name="transport">The open connection; ended with this one.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StompException">The broker refuses, or does not answer as one.</exception>
    public static async Task<StompConnection> OpenAsync(IDuplexPipe transport, StompOptions options, CancellationToken cancellationToken)
    {
        var channel = new StompChannel(transport, options);
        using var limit = new CancellationTokenSource(options.Timeout, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await channel.SendAsync(StompLogin.Frame(options), either.Token);
            var answer = await channel.ReadAsync(either.Token) ?? throw new StompException(StompFault.Closed, "The broker closed the connection instead of answering the login.");
            var login = StompLogin.Read(answer, options);
            channel.Version = login.Version;
            return new StompConnection(transport, options, channel, login);
        }
        catch (Exception error)
        {
            channel.Dispose();
            await CompleteAsync(transport);
            if (error is OperationCanceledException && limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
                throw new StompException(StompFault.TimedOut, $"The broker did not answer the login within {options.Timeout}.");
            throw;
        }
    }

    /// <summary>Sends a message and waits until the broker confirms that it has it.</summary>
    /// <param name="destination">The broker's name of a queue or topic.</param>
    /// <param name="body">Any bytes.</param>
    /// <param name="headers">Further headers.</param>
    /// <param name="cancellationToken">Stops waiting; the message may have been sent.</param>
    /// <exception cref="StompException">It was not confirmed; the broker may have it all the same, unless it cannot be expressed.</exception>
    public Task SendAsync(string destination, ReadOnlyMemory<byte> body, IEnumerable<KeyValuePair<string, string>> headers, CancellationToken cancellationToken) =>
        SendConfirmedAsync(new StompFrame("SEND", [new("destination", destination), .. headers], body), cancellationToken);

    /// <summary>Has messages delivered from now on.</summary>
    /// <param name="subscription">Which.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="StompException">The broker does not confirm it.</exception>
    public Task SubscribeAsync(StompSubscription subscription, CancellationToken cancellationToken) => SendConfirmedAsync(subscription.Frame(Version), cancellationToken);

    /// <summary>The next message; waits for it.</summary>
    /// <param name="cancellationToken">Stops waiting; no message is lost.</param>
    /// <exception cref="StompException">The connection has ended and every message that had come is received.</exception>
    public async ValueTask<StompMessage> ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _messages.Reader.ReadAsync(cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw Ended();
        }
    }

    /// <summary>A message that has come already; null when there is none.</summary>
    public StompMessage? TryReceive() => _messages.Reader.TryRead(out var message) ? message : null;

    /// <summary>Gives a message up: the broker forgets it. Not confirmed; if it does not arrive, the message is delivered again to somebody.</summary>
    /// <param name="message">A message of this connection.</param>
    /// <param name="cancellationToken">Stops sending.</param>
    /// <exception cref="StompException">The connection has ended.</exception>
    public ValueTask AcknowledgeAsync(StompMessage message, CancellationToken cancellationToken) => SendFrameAsync(message.Answer("ACK", Version), cancellationToken);

    /// <summary>Refuses a message: what becomes of it is the broker's custom. Version 1.0 cannot refuse and acknowledges instead.</summary>
    /// <param name="message">A message of this connection.</param>
    /// <param name="headers">Further headers: some brokers deliver a refused message again unless they are told not to.</param>
    /// <param name="cancellationToken">Stops sending.</param>
    /// <exception cref="StompException">The connection has ended.</exception>
    public ValueTask RefuseAsync(StompMessage message, IEnumerable<KeyValuePair<string, string>> headers, CancellationToken cancellationToken)
    {
        if (Version == StompVersion.V10) return AcknowledgeAsync(message, cancellationToken);
        var refusal = message.Answer("NACK", Version);
        return SendFrameAsync(refusal with { Headers = [.. refusal.Headers, .. headers] }, cancellationToken);
    }

    /// <summary>Says good-bye: when this returns, the broker has read everything that was sent before. Then dispose.</summary>
    /// <param name="cancellationToken">Leaves without the broker's answer.</param>
    /// <exception cref="StompException">It does not answer.</exception>
    public Task DisconnectAsync(CancellationToken cancellationToken) => SendConfirmedAsync(StompFrame.Of("DISCONNECT"), cancellationToken);

    /// <summary>Ends the connection. Messages without acknowledgement are delivered again to somebody.</summary>
    public async ValueTask DisposeAsync()
    {
        End(new StompException(StompFault.Closed, "This connection was closed here."));
        await _loops;
        await CompleteAsync(_transport);
        _channel.Dispose();
        _ended.Dispose();
    }

    private async Task SendConfirmedAsync(StompFrame frame, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref _lastReceipt).ToString(CultureInfo.InvariantCulture);
        var confirmed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _receipts[id] = confirmed;
        try
        {
            await SendFrameAsync(frame with { Headers = [.. frame.Headers, new("receipt", id)] }, cancellationToken);
            await confirmed.Task.WaitAsync(_options.Timeout, _options.Time, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new StompException(StompFault.TimedOut, $"The broker did not confirm {frame.Command} within {_options.Timeout}.");
        }
        finally
        {
            _receipts.TryRemove(id, out _);
        }
    }

    private async ValueTask SendFrameAsync(StompFrame frame, CancellationToken cancellationToken)
    {
        if (_fault is not null) throw Ended();
        try
        {
            await _channel.SendAsync(frame, cancellationToken);
        }
        catch (StompException fault) when (fault.Fault != StompFault.Inexpressible)
        {
            End(fault);
            throw Ended();
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        while (await _channel.ReadAsync(cancellationToken) is { } frame)
        {
            switch (frame.Command)
            {
                case "MESSAGE":
                    if (!_messages.Writer.TryWrite(new StompMessage(frame)))
                        throw new StompException(StompFault.Malformed, $"The broker delivers more than {_options.MaxWaiting} messages without waiting for acknowledgements.");
                    break;
                case "RECEIPT":
                    if (_receipts.TryGetValue(frame["receipt-id"] ?? "", out var waiting)) waiting.TrySetResult();
                    break;
                case "ERROR":
                    throw new StompException(StompFault.Refused, $"The broker refuses: {frame}");
                default:
                    throw new StompException(StompFault.Malformed, $"The broker sent the frame {frame.Command}.");
            }
        }

        throw new StompException(StompFault.Closed, "The broker closed the connection.");
    }

    private Task BeatingAsync(TimeSpan interval, Func<TimeSpan, CancellationToken, Task> beat) =>
        interval == TimeSpan.Zero ? Task.CompletedTask : GuardedAsync(token => beat(interval, token));

    // The first loop that ends ends the connection.
    private async Task GuardedAsync(Func<CancellationToken, Task> loop)
    {
        await Task.Yield();
        try
        {
            await loop(_ended.Token);
        }
        catch (StompException fault)
        {
            End(fault);
        }
        catch (OperationCanceledException)
        {
            End(new StompException(StompFault.Closed, "This connection was closed here."));
        }
    }

    private void End(StompException fault)
    {
        if (Interlocked.CompareExchange(ref _fault, fault, null) is not null) return;
        _messages.Writer.TryComplete();
        foreach (var waiting in _receipts.Values) waiting.TrySetException(Ended());
        _ended.Cancel();
    }

    // Each thrower its own: an exception thrown twice loses where it came from.
    private StompException Ended() => _fault is { } fault ? new StompException(fault.Fault, fault.Message, fault) : new StompException(StompFault.Closed, "The connection has ended.");

    private static async Task CompleteAsync(IDuplexPipe transport)
    {
        await transport.Output.CompleteAsync();
        await transport.Input.CompleteAsync();
    }
}
