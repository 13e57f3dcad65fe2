namespace Dirac.Wire.Dips.Transfers;

/// <summary>The content of a file on its way: it goes one way, once, and without blocking a thread.</summary>
public abstract class TransferStream : Stream
{
    private protected TransferStream()
    {
    }

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException("The length is known at the end.");

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException("There is no going back.");
        set => throw new NotSupportedException("There is no going back.");
    }

    /// <inheritdoc/>
    public override void Flush() => throw Blocking();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw Blocking();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw Blocking();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("There is no going back.");

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException("The length is known at the end.");

    private static NotSupportedException Blocking() => new("A peer is waited for without blocking: use the asynchronous methods.");
}
