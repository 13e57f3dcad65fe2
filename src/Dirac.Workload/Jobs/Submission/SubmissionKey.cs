using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Dirac.Model.Errors;

namespace Dirac.Workload.Jobs.Submission;

/// <summary>The name a client gave to a submission so that it may repeat it: the same key with the same texts makes no second set of jobs.</summary>
/// <param name="Text">1 to 128 visible ASCII letters, chosen by the client.</param>
/// <param name="Digest">SHA-256 over the descriptions.</param>
internal sealed record SubmissionKey(string Text, string Digest)
{
    private const int Longest = 128;

    /// <exception cref="DiracException">BadRequest: it is not a key.</exception>
    public static SubmissionKey Of(string text, IReadOnlyList<string> descriptions)
    {
        if (text.Length is 0 or > Longest || text.Any(letter => letter is <= ' ' or >= '\x7f'))
        {
            throw new DiracException(ErrorCode.BadRequest, $"An idempotency key has 1 to {Longest} visible ASCII letters.", "A new UUID for every submission will do.");
        }

        return new SubmissionKey(text, DigestOf(descriptions));
    }

    private static string DigestOf(IReadOnlyList<string> descriptions)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var description in descriptions)
        {
            var bytes = Encoding.UTF8.GetBytes(description);
            BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
