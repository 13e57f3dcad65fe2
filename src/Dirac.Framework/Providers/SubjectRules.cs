namespace Dirac.Framework.Providers;

/// <summary>What a provider's name for a person may look like (OpenID Connect Core §2: at most 255 characters of ASCII). Pure.</summary>
internal static class SubjectRules
{
    public const int Longest = 255;

    /// <summary>Whether <paramref name="subject"/> can be one. A comma would make two of it in a list of the configuration.</summary>
    public static bool IsGood(string subject) => subject.Length is > 0 and <= Longest && subject.All(letter => letter is > ' ' and < '\x7f' and not ',');
}
