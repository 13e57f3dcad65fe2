namespace Dirac.Framework.Accounts;

/// <summary>DIRAC user names for people who come from elsewhere. Pure.</summary>
internal static class UserNames
{
    /// <summary>As long as DIRAC's databases take.</summary>
    public const int Longest = 64;

    private const string Unnamed = "user";

    /// <summary>Whether <paramref name="name"/> can be a user's: a letter or digit, then letters, digits, dots, hyphens and underscores.</summary>
    public static bool IsGood(string name) =>
        name.Length is > 0 and <= Longest && char.IsAsciiLetterOrDigit(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-');

    /// <summary>A good name like <paramref name="wanted"/>, which may be anything, that is none of <paramref name="taken"/>.</summary>
    public static string Suggest(string? wanted, IReadOnlySet<string> taken)
    {
        var local = (wanted ?? "").Split('@', 2)[0];
        var name = new string([.. local.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' ? letter : '_')]).TrimStart('.', '_', '-');
        // Room for a number behind it.
        if (name.Length > Longest - 8) name = name[..(Longest - 8)];
        if (name.Length == 0) name = Unnamed;
        return Enumerable.Range(0, int.MaxValue).Select(number => number == 0 ? name : $"{name}_{number}").First(candidate => !taken.Contains(candidate));
    }
}
