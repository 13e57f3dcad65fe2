using System.Security.Cryptography;

namespace Dirac.Resources.Computing;

/// <summary>The program that is started on nodes.</summary>
/// <param name="Path">Where it is on this machine.</param>
/// <param name="Sha256">Its SHA-256, in small hexadecimal letters; nodes start nothing else.</param>
public sealed record PilotFile(string Path, string Sha256)
{
    /// <summary>Reads a file's hash.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static async Task<PilotFile> ReadAsync(string path, CancellationToken cancellationToken)
    {
        await using var content = File.OpenRead(path);
        return new PilotFile(path, Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken).ConfigureAwait(false)));
    }
}
