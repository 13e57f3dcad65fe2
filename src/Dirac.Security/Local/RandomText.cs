using System.Buffers.Text;
using System.Security.Cryptography;

namespace Dirac.Security.Local;

/// <summary>Secrets as text.</summary>
public static class RandomText
{
    private const int Bytes = 32;

    /// <summary>256 bits from the system's source of randomness, as 43 base64url characters.</summary>
    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
}
