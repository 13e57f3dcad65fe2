using System.Security.Cryptography;

namespace Dirac.Framework.Login.Flows;

/// <summary>The code that a person types to find the device's wish: eight letters without vowels (no words) and without Y, which is taken for V.</summary>
internal static class UserCode
{
    /// <summary>Letters in a code.</summary>
    public const int Length = 8;

    private const string Alphabet = "BCDFGHJKLMNPQRSTVWXZ";
    private const int LongestTyped = 32;

    /// <summary>A new code, 34 bits.</summary>
    public static string Create() => RandomNumberGenerator.GetString(Alphabet, Length);

    /// <summary>Reads what a person typed, in any case, with blanks and hyphens anywhere; null when it is no code.</summary>
    public static string? Read(string? typed)
    {
        if (typed is null or { Length: > LongestTyped }) return null;
        var letters = new string([.. typed.Where(letter => letter is not (' ' or '-')).Select(char.ToUpperInvariant)]);
        return letters.Length == Length && letters.All(letter => Alphabet.Contains(letter, StringComparison.Ordinal)) ? letters : null;
    }

    /// <summary>The code as it is shown: in two halves.</summary>
    public static string Show(string code) => $"{code[..(Length / 2)]}-{code[(Length / 2)..]}";
}
