using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Dirac.Model.Errors;

namespace Dirac.Workload.Sandboxes;

/// <summary>What an upload turned out to be.</summary>
/// <param name="Sha256">The checksum it is named by.</param>
/// <param name="Md5">The checksum DIRAC's clients announce.</param>
/// <param name="Size">Bytes.</param>
internal sealed record SandboxHashes(string Sha256, string Md5, long Size)
{
    private const int BufferSize = 128 * 1024;

    /// <summary>Copies a stream of at most <paramref name="most"/> bytes.</summary>
    /// <exception cref="DiracException">TooLarge.</exception>
    [SuppressMessage("Security", "CA5351", Justification = "What DIRAC's clients announce; the content is named by SHA-256.")]
    public static async Task<SandboxHashes> CopyAsync(Stream source, Stream target, long most, CancellationToken cancellationToken)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        var buffer = new byte[BufferSize];
        var size = 0L;
        while (await source.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            size += read;
            if (size > most) throw TooBig();
            sha256.AppendData(buffer, 0, read);
            md5.AppendData(buffer, 0, read);
            await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        return new SandboxHashes(Convert.ToHexStringLower(sha256.GetHashAndReset()), Convert.ToHexStringLower(md5.GetHashAndReset()), size);
    }

    /// <summary>DIRAC's words for it.</summary>
    public static DiracException TooBig() => new(ErrorCode.TooLarge, "Sandbox is too big. Please upload it to a grid storage element");
}
