using System.Buffers;

namespace Dirac.Wire.Codecs;

/// <summary>Writes into an <see cref="IBufferWriter{T}"/> piece by piece without asking it each time.</summary>
internal ref struct ByteSink(IBufferWriter<byte> output)
{
    private const int SmallestPiece = 512;

    private readonly IBufferWriter<byte> _output = output;
    private Span<byte> _piece;
    private int _used;

    /// <summary>Room for at least that many bytes, to be followed by <see cref="Commit"/>.</summary>
    public Span<byte> Reserve(int size)
    {
        if (_piece.Length - _used < size)
        {
            Flush();
            _piece = _output.GetSpan(Math.Max(size, SmallestPiece));
        }

        return _piece[_used..];
    }

    public void Commit(int count) => _used += count;

    public void Write(byte value)
    {
        Reserve(1)[0] = value;
        _used++;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        _used += bytes.Length;
    }

    public void Write(long number)
    {
        const int LongestNumber = 20;
        number.TryFormat(Reserve(LongestNumber), out var count, default, System.Globalization.CultureInfo.InvariantCulture);
        _used += count;
    }

    /// <summary>Hands over what was written.</summary>
    public void Flush()
    {
        if (_used > 0) _output.Advance(_used);
        _used = 0;
        _piece = default;
    }
}
