using System.CommandLine;

namespace Dirac.Cli.Shell.Completion;

/// <summary>Where on a command line the cursor is: what the words before it have said.</summary>
/// <param name="Command">The command they lead to.</param>
internal sealed record CursorPlace(Command Command)
{
    /// <summary>The option whose value comes next; null when none waits for one.</summary>
    public Option? Pending { get; init; }

    /// <summary>How many words are no options and no commands.</summary>
    public int Arguments { get; init; }

    /// <summary>Whether a -- has said that only arguments follow.</summary>
    public bool OnlyArguments { get; init; }

    /// <summary>Options that have been written.</summary>
    public IReadOnlyList<Option> Given { get; init; } = [];

    /// <summary>The options that may stand here: the command's own, and those that it inherits.</summary>
    public IEnumerable<Option> Options => Lineage(Command)
        .SelectMany(command => command.Options.Where(option => !option.Hidden && (option.Recursive || command == Command)))
        .Where(option => option.ValueType.IsArray || !Given.Contains(option));

    /// <summary>Reads the words before the cursor.</summary>
    /// <param name="root">The command of the first word.</param>
    /// <param name="words">The words after it.</param>
    public static CursorPlace After(Command root, IEnumerable<string> words) => words.Aggregate(new CursorPlace(root), (place, word) => place.Read(word));

    /// <summary>The option of that name that may stand here.</summary>
    /// <param name="name">Name or alias.</param>
    public Option? Find(string name) =>
        Lineage(Command).SelectMany(command => command.Options).FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name));

    private CursorPlace Read(string word)
    {
        // Bash gives --option=value as three words.
        if (Pending is not null) return word == "=" ? this : this with { Pending = null };
        if (OnlyArguments) return this with { Arguments = Arguments + 1 };
        if (word == "--") return this with { OnlyArguments = true };
        if (word.StartsWith('-') && word.Length > 1) return ReadOption(word);
        var verb = Command.Subcommands.FirstOrDefault(known => known.Name == word || known.Aliases.Contains(word));
        return verb is null ? this with { Arguments = Arguments + 1 } : this with { Command = verb, Arguments = 0 };
    }

    private CursorPlace ReadOption(string word)
    {
        if (Find(word.Split('=', 2)[0]) is not { } option) return this;
        var waits = option.Arity.MinimumNumberOfValues > 0 && !word.Contains('=', StringComparison.Ordinal);
        return this with { Pending = waits ? option : null, Given = [.. Given, option] };
    }

    private static IEnumerable<Command> Lineage(Command command)
    {
        for (var at = command; at is not null; at = at.Parents.OfType<Command>().FirstOrDefault()) yield return at;
    }
}
