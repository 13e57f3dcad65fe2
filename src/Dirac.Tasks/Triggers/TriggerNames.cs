using System.Security.Cryptography;
using System.Text;

namespace Dirac.Tasks.Triggers;

/// <summary>What triggers are called that belong to things.</summary>
internal static class TriggerNames
{
    /// <summary>With <c>trigger </c> before it a name is a deduplication key, of at most 128 characters.</summary>
    private const int Longest = 120;
    private const int HashLength = 16;

    /// <summary>The trigger of a thing: <c>name/thing</c>, with a hash in place of the end where that would be too long.</summary>
    public static string Of(string name, string thing)
    {
        var whole = $"{name}/{thing}";
        if (whole.Length <= Longest)
            return whole;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(whole)))[..HashLength];
        return $"{whole[..(Longest - HashLength - 1)]}~{hash}";
    }
}
