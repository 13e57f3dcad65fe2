namespace Dirac.Resources.Shells;

/// <summary>Texts for a POSIX shell. Pure.</summary>
internal static class ShellText
{
    /// <summary>A text as one word of a shell, whatever is in it.</summary>
    /// <exception cref="ArgumentException">It holds a NUL, which no shell can take.</exception>
    public static string Quote(string text) =>
        text.Contains('\0') ? throw new ArgumentException("A NUL cannot be passed to a shell.", nameof(text)) : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>What a host said, for a person's eyes: on one line, and nothing in it that commands a terminal.</summary>
    public static string Readable(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim();
}
