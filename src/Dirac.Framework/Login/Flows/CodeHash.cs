using System.Security.Cryptography;
using System.Text;

namespace Dirac.Framework.Login.Flows;

/// <summary>How secrets of flows are stored and compared.</summary>
internal static class CodeHash
{
    /// <summary>SHA-256 in lower-case hexadecimal digits, 64 characters.</summary>
    public static string Of(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
