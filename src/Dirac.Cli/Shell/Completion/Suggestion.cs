namespace Dirac.Cli.Shell.Completion;

/// <summary>A word that may stand where the cursor is.</summary>
/// <param name="Word">The word, or <see cref="Files"/> or <see cref="Directories"/>.</param>
/// <param name="Meaning">What it does, for people; null when the word says it.</param>
internal sealed record Suggestion(string Word, string? Meaning = null)
{
    /// <summary>Stands for the files the shell finds.</summary>
    public const string Files = ":files";

    /// <summary>Stands for the directories the shell finds.</summary>
    public const string Directories = ":directories";

    /// <summary>As the shells' scripts read it: the word, a tabulator and the first sentence of its meaning.</summary>
    public string ToLine() => Meaning is { Length: > 0 } text ? $"{Word}\t{FirstSentence(text)}" : Word;

    private static string FirstSentence(string text) => text.IndexOf(". ", StringComparison.Ordinal) is > 0 and var end ? text[..end] : text.TrimEnd('.');
}
