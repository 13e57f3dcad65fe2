using Dirac.Model.Api;

namespace Dirac.Hosting.Requests;

/// <summary>A body on its way through an unpacker.</summary>
/// <param name="unpacker">Gives the plain bytes; owned.</param>
internal sealed class UnpackedBody(Stream unpacker) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Bodies are read without blocking.");

    /// <exception cref="InvalidRequestException">The bytes are not packed as their header says: 422.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await unpacker.ReadAsync(buffer, cancellationToken);
        }
        // The one for Brotli has no exception of its own for that.
        catch (Exception failure) when (failure is InvalidDataException or InvalidOperationException)
        {
            throw new InvalidRequestException(new ValidationProblem("value_error", ["header", "Content-Encoding"], "The body is not packed as Content-Encoding says."));
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) unpacker.Dispose();
        base.Dispose(disposing);
    }
}
