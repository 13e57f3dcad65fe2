namespace Dirac.Client.Letters;

/// <summary>A connection through files: two streams of bytes, one each way. Asynchronous only; one reader and one writer at a time.</summary>
/// <remarks>
/// Bytes that were written are sent soon, not at once; what is disposed still sends them. The other side's end or death shows as the end of the stream or an
/// <see cref="IOException"/>.
/// </remarks>
public sealed class LetterStream : Stream
{
    private readonly LetterFiles _outbox;
    private readonly Action _sent;
    private readonly Outflow _out;
    private readonly Inflow _in;
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LetterName _next;

    /// <summary>A connection on which nothing was sent yet.</summary>
    /// <param name="outbox">Where its letters go.</param>
    /// <param name="name">Of its first letter.</param>
    /// <param name="options">Sizes.</param>
    /// <param name="sent">Called for every letter that was sent.</param>
    internal LetterStream(LetterFiles outbox, LetterName name, LetterOptions options, Action sent)
    {
        (_outbox, _next, _sent) = (outbox, name, sent);
        (Line, Expected) = (name.Line, name);
        _out = new Outflow(options);
        // One who parts sends the last piece without waiting for room.
        _in = new Inflow((ulong)options.Window + 2 * Letter.CostOf(options.Piece), _out.NoteTaken);
        Sending = SendAsync();
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Which connection this is.</summary>
    internal string Line { get; }

    /// <summary>The letter to be received next.</summary>
    internal LetterName Expected { get; private set; }

    /// <summary>How often that letter could not be read.</summary>
    internal int Tries { get; set; }

    /// <summary>Completes when the other side has said that it is there.</summary>
    internal Task Opened => _opened.Task;

    /// <summary>Completes when nothing is sent any more.</summary>
    internal Task Sending { get; }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _in.ReadAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        _in.ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => _out.WriteAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        _out.WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Says that nothing more is written; the other direction goes on.</summary>
    public void CompleteWrites() => _out.End();

    /// <summary>Says that this side is there. On the relay's side: that the server was reached.</summary>
    public void Open() => _out.Open();

    /// <summary>Ends the connection and tells the other side why.</summary>
    /// <param name="reason">A short sentence.</param>
    public void Abort(string reason)
    {
        _in.Break(new IOException(reason));
        _out.Part(reason);
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Write asynchronously.");

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Takes the letter that was expected.</summary>
    internal void Receive(Letter letter)
    {
        (Expected, Tries) = (Expected with { Number = checked(Expected.Number + 1) }, 0);
        if (!_out.NoteArrived(letter.Taken))
        {
            Abort("The other side has taken more than it was sent.");
            return;
        }

        switch (letter.Kind)
        {
            case LetterKind.Open:
                _opened.TrySetResult();
                break;
            case LetterKind.Data:
                if (letter.Content.Length > 0 && !_in.TryAdd(letter)) Abort("The other side sends more than it may.");
                break;
            case LetterKind.End:
                _in.Complete(null);
                break;
            case LetterKind.Gone:
                Part(letter.Text);
                break;
            default:
                Abort("The other side sends what has no meaning.");
                break;
        }
    }

    /// <summary>Ends the connection, of which the other side cannot or need not be told.</summary>
    internal void Break(IOException error)
    {
        _in.Break(error);
        _out.Break(error);
        _opened.TrySetException(error);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _in.Break(new IOException("The connection was closed."));
            _out.Part("");
        }

        base.Dispose(disposing);
    }

    private void Part(string reason)
    {
        var error = new IOException(reason.Length > 0 ? reason : "The other side has closed the connection.");
        _in.Complete(reason.Length > 0 ? error : null);
        _out.Break(error);
        _opened.TrySetException(error);
    }

    private async Task SendAsync()
    {
        try
        {
            while (await _out.NextAsync().ConfigureAwait(false) is { } letter)
            {
                _outbox.Send(_next, letter);
                _next = _next with { Number = checked(_next.Number + 1) };
                _sent();
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Break(new IOException($"{_outbox.Directory} cannot be written to: {error.Message}", error));
        }
    }
}
