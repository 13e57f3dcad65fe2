using System.IO.Pipelines;

namespace Dirac.Wire.Stomp.Framing;

/// <summary>Frames both ways, with heart-beats. One reader at a time, any number of writers.</summary>
internal sealed class StompChannel : IDisposable
{
    // A broker may be late by as much again: its clock and the network are not ours.
    private const int Patience = 2;

    private readonly PipeWriter _output;
    private readonly StompOptions _options;
    private readonly StompFrameReader _reader;
    private readonly SemaphoreSlim _turn = new(1);
    private long _heard;

    public StompChannel(IDuplexPipe transport, StompOptions options)
    {
        _output = transport.Output;
        _options = options;
        _heard = options.Time.GetTimestamp();
        _reader = new StompFrameReader(transport.Input, options.Limits, () => Interlocked.Exchange(ref _heard, options.Time.GetTimestamp()));
    }

    /// <summary>The version that is spoken.</summary>
    public StompVersion Version
    {
        get => _reader.Version;
        set => _reader.Version = value;
    }

    /// <summary>The next frame; null when the broker closed instead of beginning one.</summary>
    /// <exception cref="StompException">There is none to be read.</exception>
    public async ValueTask<StompFrame?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _reader.ReadAsync(cancellationToken);
        }
        catch (IOException error) when (error is not StompException)
        {
            throw new StompException(StompFault.Closed, $"The connection broke: {error.Message}", error);
        }
    }

    /// <summary>Sends a frame.</summary>
    /// <exception cref="StompException">It cannot be expressed, or the broker does not take it.</exception>
    public ValueTask SendAsync(StompFrame frame, CancellationToken cancellationToken) =>
        WriteAsync(output => StompFrameWriter.Write(frame, Version, output), cancellationToken);

    /// <summary>Lets the broker hear something at this interval, until cancelled.</summary>
    public async Task BeatAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(interval / Patience, _options.Time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            await WriteAsync(
                output =>
                {
                    output.GetSpan(1)[0] = (byte)'\n';
                    output.Advance(1);
                },
                cancellationToken);
        }
    }

    /// <summary>Throws when nothing was heard from the broker for too long.</summary>
    /// <exception cref="StompException">It is silent.</exception>
    public async Task ListenAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(interval / Patience, _options.Time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (_options.Time.GetElapsedTime(Interlocked.Read(ref _heard)) > interval * Patience)
                throw new StompException(StompFault.TimedOut, $"Nothing was heard from the broker for {interval * Patience}.");
        }
    }

    public void Dispose() => _turn.Dispose();

    private async ValueTask WriteAsync(Action<PipeWriter> write, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_options.Timeout, _options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await _turn.WaitAsync(either.Token);
            try
            {
                write(_output);
                if ((await _output.FlushAsync(either.Token)).IsCompleted) throw new StompException(StompFault.Closed, "The broker closed the connection.");
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new StompException(StompFault.TimedOut, $"The broker took nothing for {_options.Timeout}.");
        }
        catch (Exception error) when (error is ObjectDisposedException or InvalidOperationException || (error is IOException and not StompException))
        {
            throw new StompException(StompFault.Closed, $"The connection broke: {error.Message}", error);
        }
    }
}
