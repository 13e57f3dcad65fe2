using System.CommandLine;
using System.CommandLine.Completions;

namespace Dirac.Cli.Shell.Completion;

/// <summary>What may stand where the cursor is, from the tree of commands alone: no server is asked.</summary>
internal static class Suggestions
{
    /// <summary>The suggestions that begin with what has been typed.</summary>
    /// <param name="root">The command as a whole.</param>
    /// <param name="words">The words after its name; the last is the one at the cursor and may be empty.</param>
    public static IReadOnlyList<Suggestion> For(Command root, IReadOnlyList<string> words)
    {
        if (words.Count == 0) return [];
        var place = CursorPlace.After(root, words.SkipLast(1));
        var word = words[^1];
        if (place.Pending is { } option) return ValuesOf(option, word == "=" ? "" : word);
        if (place.OnlyArguments || !word.StartsWith('-')) return [.. Verbs(place, word), .. ArgumentValues(place, word)];
        return word.Split('=', 2) is [var name, var value] ? OfNamed(place, name, value) : [.. Options(place, word)];
    }

    private static IEnumerable<Suggestion> Verbs(CursorPlace place, string word) => place.OnlyArguments || place.Arguments > 0
        ? []
        : place.Command.Subcommands
            .Where(verb => !verb.Hidden && verb.Name.StartsWith(word, StringComparison.Ordinal))
            .Select(verb => new Suggestion(verb.Name, verb.Description));

    private static IEnumerable<Suggestion> Options(CursorPlace place, string word) => place.Options
        .SelectMany(option => option.Aliases.Where(alias => alias.StartsWith("--", StringComparison.Ordinal)).Prepend(option.Name).Select(name => new Suggestion(name, option.Description)))
        .Where(suggestion => suggestion.Word.StartsWith(word, StringComparison.Ordinal));

    private static IReadOnlyList<Suggestion> OfNamed(CursorPlace place, string name, string value) => place.Find(name) is { } option
        ? [.. ValuesOf(option, value).Select(suggestion => suggestion.Word.StartsWith(':') ? suggestion : suggestion with { Word = $"{name}={suggestion.Word}" })]
        : [];

    private static IReadOnlyList<Suggestion> ArgumentValues(CursorPlace place, string word)
    {
        if (place.Command.Arguments.Count == 0) return [];
        var argument = place.Command.Arguments[Math.Min(place.Arguments, place.Command.Arguments.Count - 1)];
        return argument.Hidden ? [] : Values(argument.CompletionSources, argument.HelpName ?? argument.Name, word);
    }

    private static IReadOnlyList<Suggestion> ValuesOf(Option option, string word) => Values(option.CompletionSources, option.HelpName, word);

    // What stands for a value in the help says where the shell may look; a list goes on after its last comma.
    private static IReadOnlyList<Suggestion> Values(IEnumerable<Func<CompletionContext, IEnumerable<CompletionItem>>> sources, string? placeholder, string word)
    {
        if (placeholder is "FILE" or "PROGRAM") return [new Suggestion(Suggestion.Files)];
        if (placeholder is "DIR") return [new Suggestion(Suggestion.Directories)];
        var list = word[..(word.LastIndexOf(',') + 1)];
        return [.. sources.SelectMany(source => source(CompletionContext.Empty))
            .Select(item => new Suggestion(list + (item.InsertText ?? item.Label), item.Documentation ?? item.Detail))
            .Where(suggestion => suggestion.Word.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .DistinctBy(suggestion => suggestion.Word)];
    }
}
