using System.Buffers;

namespace Dirac.Wire.Dips.Framing;

/// <summary>Takes a message of unknown length into an array of the pool. Disposing it gives the array back.</summary>
internal sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    private const int FirstSize = 1024;

    private byte[] _array = ArrayPool<byte>.Shared.Rent(FirstSize);
    private int _used;

    public ReadOnlySpan<byte> Written => _array.AsSpan(0, _used);

    public void Advance(int count) => _used += count;

    public Memory<byte> GetMemory(int sizeHint = 0) => Room(sizeHint).AsMemory(_used);

    public Span<byte> GetSpan(int sizeHint = 0) => Room(sizeHint).AsSpan(_used);

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_array);
        _array = [];
        _used = 0;
    }

    private byte[] Room(int sizeHint)
    {
        var needed = checked(_used + Math.Max(sizeHint, 1));
        if (needed <= _array.Length) return _array;
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Max(needed, Math.Min(2L * _array.Length, Array.MaxLength)));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_array);
        return _array = larger;
    }
}
