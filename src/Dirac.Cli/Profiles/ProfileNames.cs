namespace Dirac.Cli.Profiles;

/// <summary>Names of profiles, which are names of files as well. Pure.</summary>
internal static class ProfileNames
{
    private const int Longest = 64;

    /// <summary>Whether a name is 1 to 64 letters, digits, dots, hyphens and underscores, with a letter or digit first.</summary>
    public static bool IsGood(string name) =>
        name.Length is > 0 and <= Longest && char.IsAsciiLetterOrDigit(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_');

    /// <summary>The name of a login to <paramref name="url"/> that was given none: that of a profile which is for the same, else one made of host, port and group.</summary>
    /// <param name="url">The server.</param>
    /// <param name="vo">The VO.</param>
    /// <param name="group">The group asked for; null for the default.</param>
    /// <param name="book">What there is.</param>
    public static string For(Uri url, string vo, string? group, ProfileBook book)
    {
        var address = ProfileBook.Normalise(url.AbsoluteUri);
        var same = book.Profiles.Where(profile => profile.Url == address && profile.Vo == vo && (group is null || profile.Group == group)).ToList();
        if (same.Find(profile => profile.Name == book.InUse) is { } used) return used.Name;
        if (same.Count > 0) return same[0].Name;
        var host = url.Host.Trim('[', ']').Replace(':', '-').Trim('-');
        string[] candidates =
        [
            host,
            $"{host}-{url.Port}",
            $"{host}-{vo}",
            $"{host}-{group ?? vo}",
            .. Enumerable.Range(2, book.Profiles.Count + 1).Select(number => $"{host}-{number}"),
        ];
        return candidates.First(name => IsGood(name) && book.Find(name) is null);
    }
}
