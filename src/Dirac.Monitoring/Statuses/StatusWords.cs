namespace Dirac.Monitoring.Statuses;

/// <summary>Makes texts fit DIRAC's columns, which have a length and hold letters of at most three bytes. Pure.</summary>
internal static class StatusWords
{
    public const int LongestName = 64;
    public const int LongestReason = 512;
    private const int LongestOwner = 16;

    /// <summary>A user name as the column of owners can hold it.</summary>
    public static string Owner(string user) => Fit(user, LongestOwner);

    /// <summary>The text, cut to a length, with a question mark for what cannot be stored.</summary>
    public static string Fit(string text, int length)
    {
        var cut = text.Length <= length ? text : text[..length];
        return cut.Any(char.IsSurrogate) ? string.Concat(cut.Select(letter => char.IsSurrogate(letter) ? '?' : letter)) : cut;
    }
}
