using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Dirac.Framework.Login.Flows;

/// <summary>Proof key for code exchange, RFC 7636, with S256 only. Pure.</summary>
internal static class CodeChallenge
{
    /// <summary>The only method taken: <c>plain</c> would show the verifier to whoever sees the browser's address.</summary>
    public const string Method = "S256";

    private const int ChallengeLength = 43;
    private const int LeastVerifier = 43;
    private const int MostVerifier = 128;

    /// <summary>The challenge to a verifier.</summary>
    public static string Of(string verifier) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(verifier)));

    /// <summary>Whether a text can be a challenge: a SHA-256 in base64url.</summary>
    public static bool IsWellFormed(string challenge) => challenge.Length == ChallengeLength && challenge.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');

    /// <summary>Whether <paramref name="verifier"/> is what the challenge was made of. Takes the same time wherever they differ.</summary>
    public static bool Fits(string challenge, string verifier) =>
        verifier.Length is >= LeastVerifier and <= MostVerifier
        && verifier.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or '~')
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Of(verifier)), Encoding.ASCII.GetBytes(challenge));
}
