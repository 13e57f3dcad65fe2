using Dirac.Cli.Shell;
using Dirac.Model.Api;

namespace Dirac.Cli.Sets;

/// <summary>Reads <c>WHEN[:COUNT]=ACTION[:VALUE]</c>, for example <c>any-failed:5%=kill-rest</c>.</summary>
internal static class PlanWords
{
    /// <summary>The rule a word means; the file of a submission is still to be read.</summary>
    /// <param name="word">A value of <c>--on</c>.</param>
    /// <exception cref="UsageException">It is none.</exception>
    public static (JobSetRule Rule, string? File) ParseRule(string word)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1 || equals == word.Length - 1) throw Misread(word);
        var (when, atLeast) = Split(word[..equals]);
        var (action, value) = Split(word[(equals + 1)..]);
        var rule = new JobSetRule { When = when, AtLeast = atLeast, Do = action };
        return (action, value) switch
        {
            ("submit", { Length: > 0 }) => (rule, value),
            ("submit", _) => throw new UsageException($"'{word}' does not say what to submit.", "Write all-done=submit:FILE."),
            ("reschedule-failed", null) => (rule, null),
            ("reschedule-failed", _) when int.TryParse(value, out var most) => (rule with { Most = most }, null),
            (_, null) => (rule, null),
            _ => throw Misread(word),
        };
    }

    /// <summary>Where a notice goes: mail, an address, or a web hook.</summary>
    /// <param name="word">A value of <c>--notify</c>.</param>
    public static string ParseRecipient(string word) =>
        word.Contains('@', StringComparison.Ordinal) && !word.Contains(':', StringComparison.Ordinal) ? $"mailto:{word}" : word;

    private static (string Word, string? Value) Split(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (text, null) : (text[..colon], text[(colon + 1)..]);
    }

    private static UsageException Misread(string word) => new(
        $"'{word}' is not a rule.",
        "Write WHEN=ACTION: WHEN is first-failed, any-failed:5, any-failed:2%, all-ended or all-done; ACTION is kill-rest, submit:FILE, reschedule-failed:2 or notify.");
}
