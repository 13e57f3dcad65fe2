namespace Dirac.Client.Letters;

/// <summary>What is to be sent on a connection, and in what order: decides the next letter. Thread-safe, for one writer and one sender.</summary>
/// <param name="options">Sizes.</param>
internal sealed class Outflow(LetterOptions options)
{
    private const int KeptBuffer = 32 << 10;
    private const int LeastBuffer = 256;

    private readonly Lock _lock = new();
    private readonly Nudge _due = new();
    private readonly Nudge _room = new();
    private byte[] _pending = new byte[LeastBuffer];
    private int _count;
    private ulong _sent;
    private ulong _arrived;
    private ulong _taken;
    private ulong _told;
    private bool _mustOpen;
    private bool _mustEnd;
    private bool _isComplete;
    private string? _parting;
    private bool _isOver;
    private IOException? _error;

    /// <summary>Takes bytes to be sent; returns when all are taken, which is before they are sent.</summary>
    /// <exception cref="IOException">The connection is broken or was closed.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            var room = _room.Next;
            var count = Add(bytes.Span);
            if (count == 0) await room.WaitAsync(cancellationToken).ConfigureAwait(false);
            bytes = bytes[count..];
        }
    }

    /// <summary>The first letter is due.</summary>
    public void Open() => Change(() => _mustOpen = true);

    /// <summary>No more bytes come.</summary>
    public void End() => Change(() =>
    {
        _mustEnd |= !_isComplete;
        _isComplete = true;
    });

    /// <summary>What was written is still sent, then the last letter; nothing else is.</summary>
    /// <param name="reason">Why; empty when all is well.</param>
    public void Part(string reason) => Change(() =>
    {
        _parting ??= reason;
        _error ??= new IOException(reason.Length > 0 ? reason : "The connection was closed.");
    });

    /// <summary>Nothing is sent any more.</summary>
    public void Break(IOException error) => Change(() =>
    {
        _isOver = true;
        _error ??= error;
    });

    /// <summary>The other side may be told that so much was read.</summary>
    public void NoteTaken(ulong cost) => Change(() => _taken += cost);

    /// <summary>The other side has read so much of what was sent.</summary>
    /// <returns>False when it cannot have.</returns>
    public bool NoteArrived(ulong total)
    {
        lock (_lock)
        {
            if (total > _sent) return false;
            if (total > _arrived) _arrived = total;
        }

        _due.Give();
        return true;
    }

    /// <summary>Waits for the next letter.</summary>
    /// <returns>Null when nothing is sent any more.</returns>
    public async Task<Letter?> NextAsync()
    {
        while (true)
        {
            var due = _due.Next;
            lock (_lock)
            {
                if (_isOver) return null;
                if (Choose() is { } letter) return letter;
            }

            await due.ConfigureAwait(false);
        }
    }

    private int Add(ReadOnlySpan<byte> bytes)
    {
        int count;
        lock (_lock)
        {
            if (_error is not null) throw new IOException(_error.Message, _error);
            if (_isComplete) throw new IOException("The stream was ended before.");
            count = Math.Min(bytes.Length, options.Piece - _count);
            if (_count + count > _pending.Length) Array.Resize(ref _pending, Math.Clamp(2 * _pending.Length, _count + count, options.Piece));
            bytes[..count].CopyTo(_pending.AsSpan(_count));
            _count += count;
        }

        _due.Give();
        return count;
    }

    private void Change(Action change)
    {
        lock (_lock) change();
        _due.Give();
        _room.Give();
    }

    // In this order: whoever parts still sends what was written, whether the other side has room or not.
    private Letter? Choose()
    {
        if (_mustOpen) return Make(LetterKind.Open, ref _mustOpen);
        if (_count > 0 && (_parting is not null || _sent - _arrived < (ulong)options.Window)) return MakeData();
        if (_count == 0 && _parting is { } reason)
        {
            _isOver = true;
            return Letter.Parting(reason, _taken);
        }

        if (_count == 0 && _mustEnd) return Make(LetterKind.End, ref _mustEnd);
        return _taken - _told >= (ulong)options.Window / 4 ? MakeData() : null;
    }

    private Letter Make(LetterKind kind, ref bool due)
    {
        due = false;
        _told = _taken;
        return new Letter(kind, _taken, ReadOnlyMemory<byte>.Empty);
    }

    private Letter MakeData()
    {
        var piece = _pending[.._count];
        _count = 0;
        if (_pending.Length > KeptBuffer) _pending = new byte[LeastBuffer];
        _sent += Letter.CostOf(piece.Length);
        _told = _taken;
        _room.Give();
        return new Letter(LetterKind.Data, _taken, piece);
    }
}
