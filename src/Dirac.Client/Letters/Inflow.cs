namespace Dirac.Client.Letters;

/// <summary>What has arrived on a connection and was not read yet. Thread-safe, for one reader.</summary>
/// <param name="most">The most that may wait, by <see cref="Letter.CostOf"/>.</param>
/// <param name="taken">Is told of everything that was read, by the same measure.</param>
internal sealed class Inflow(ulong most, Action<ulong> taken)
{
    private readonly Lock _lock = new();
    private readonly Nudge _change = new();
    private readonly Queue<Letter> _pieces = new();
    private ulong _waiting;
    private int _at;
    private bool _isComplete;
    private IOException? _error;

    /// <summary>Adds a piece.</summary>
    /// <returns>False when more waits than the sender may have sent.</returns>
    public bool TryAdd(Letter piece)
    {
        lock (_lock)
        {
            if (_isComplete || _waiting + Letter.CostOf(piece.Content.Length) > most) return false;
            _waiting += Letter.CostOf(piece.Content.Length);
            _pieces.Enqueue(piece);
        }

        _change.Give();
        return true;
    }

    /// <summary>Nothing more comes. What is there can be read.</summary>
    /// <param name="error">What readers are told then; null for a proper end.</param>
    public void Complete(IOException? error)
    {
        lock (_lock)
        {
            if (_isComplete) return;
            (_isComplete, _error) = (true, error);
        }

        _change.Give();
    }

    /// <summary>Nothing is read any more.</summary>
    public void Break(IOException error)
    {
        lock (_lock)
        {
            _pieces.Clear();
            (_isComplete, _error, _at) = (true, error, 0);
        }

        _change.Give();
    }

    /// <summary>Reads what is there, or waits for it.</summary>
    /// <returns>Bytes read; 0 at the end, or when <paramref name="buffer"/> is empty and something is there.</returns>
    /// <exception cref="IOException">The connection is broken.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            var change = _change.Next;
            if (TryRead(buffer.Span, out var count)) return count;
            await change.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private bool TryRead(Span<byte> buffer, out int count)
    {
        var done = 0;
        lock (_lock)
        {
            count = 0;
            if (!_pieces.TryPeek(out var letter)) return _isComplete && (_error is null ? true : throw new IOException(_error.Message, _error));
            var piece = letter.Content;
            count = Math.Min(buffer.Length, piece.Length - _at);
            piece.Span.Slice(_at, count).CopyTo(buffer);
            _at += count;
            if (_at == piece.Length)
            {
                done = piece.Length;
                _at = 0;
                _waiting -= Letter.CostOf(done);
                _pieces.Dequeue();
            }
        }

        if (done > 0) taken(Letter.CostOf(done));
        return true;
    }
}
