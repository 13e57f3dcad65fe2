namespace Dirac.Workload.Pilots.Records;

/// <summary>Makes lines of a pilot's log fit to be kept and shown. Pure.</summary>
internal static class LogText
{
    private const int LongestLine = 4_000;
    private const char Replacement = '?';

    /// <summary>The line without control characters, which could tell a terminal to do things, and not longer than 4,000 characters.</summary>
    public static string Clean(string line)
    {
        var cut = line.Length <= LongestLine ? line : line[..(char.IsHighSurrogate(line[LongestLine - 1]) ? LongestLine - 1 : LongestLine)];
        return cut.Any(IsBad) ? new string([.. cut.Select(letter => IsBad(letter) ? Replacement : letter)]) : cut;
    }

    /// <summary>The end of a text, not longer than a number of characters, without control characters but newlines.</summary>
    public static string Tail(string text, int length)
    {
        var end = text.Length <= length ? text : text[^length..];
        return string.Join('\n', end.ReplaceLineEndings("\n").Split('\n').Select(line => line.Any(IsBad) ? new string([.. line.Select(letter => IsBad(letter) ? Replacement : letter)]) : line));
    }

    private static bool IsBad(char letter) => char.IsControl(letter) && letter != '\t';
}
