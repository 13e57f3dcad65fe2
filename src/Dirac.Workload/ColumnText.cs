namespace Dirac.Workload;

/// <summary>Makes texts fit DIRAC's columns, which have a length and hold Latin letters only. For texts that are told, not for names.</summary>
internal static class ColumnText
{
    private const char Unknown = '?';

    /// <summary>Whether every letter of a text can stand in the columns of both engines.</summary>
    public static bool IsStorable(string text) => text.All(IsStorable);

    /// <summary>The text, cut to a length, with a question mark for every letter that cannot be stored.</summary>
    public static string Fit(string text, int length)
    {
        var cut = text.Length <= length ? text : text[..length];
        return IsStorable(cut) ? cut : string.Create(cut.Length, cut, static (target, source) =>
        {
            for (var index = 0; index < source.Length; index++) target[index] = IsStorable(source[index]) ? source[index] : Unknown;
        });
    }

    // MySQL's latin1 is Windows' code page, which has other letters where Latin-1 has its second set of control characters.
    private static bool IsStorable(char letter) => letter is < '\x80' or (>= '\xa0' and <= '\xff');
}
