using System.CommandLine;
using System.Globalization;
using System.Text;

namespace Dirac.Cli.Shell.ManualPages;

/// <summary>The manual page of one command, made of what the command says of itself.</summary>
/// <param name="Words">The words that name it: <c>dirac job list</c>.</param>
/// <param name="Command">The command.</param>
internal sealed record ManualPage(IReadOnlyList<string> Words, Command Command)
{
    /// <summary>Name of the page, as <c>man</c> is given it.</summary>
    public string Name => string.Join('-', Words);

    /// <summary>The pages of a command and of everything below it.</summary>
    /// <param name="root">The command.</param>
    /// <param name="name">Its name.</param>
    public static IEnumerable<ManualPage> Of(Command root, string name) => Below(new ManualPage([name], root));

    /// <summary>The page in roff.</summary>
    /// <param name="date">When it is made, yyyy-MM-dd.</param>
    /// <param name="version">Version of the program.</param>
    public string ToRoff(string date, string version)
    {
        var page = new StringBuilder();
        Add(page, $".TH {Roff.Text(Name.ToUpperInvariant())} 1 {date} \"DIRAC {version}\" \"DIRAC commands\"");
        Add(page, ".SH NAME", $"{Roff.Text(Name)} \\- {Roff.Text(FirstSentence())}");
        Add(page, ".SH SYNOPSIS", string.Join(' ', Synopsis()));
        Add(page, ".SH DESCRIPTION", Roff.Text(Command.Description ?? ""));
        AddList(page, "ARGUMENTS", Command.Arguments.Where(argument => !argument.Hidden).Select(argument => (Roff.Italic(argument.HelpName ?? argument.Name), With(argument.Description, DefaultOf(argument)))));
        AddList(page, "COMMANDS", Verbs().Select(verb => (Roff.Bold(verb.Name), With(verb.Command.Description, null))));
        AddList(page, "OPTIONS", Options(Command).Select(option => (Label(option), With(option.Description, DefaultOf(option)))));
        if (Words.Count > 1) Add(page, ".SH COMMON OPTIONS", $"Options of every command are in {Roff.Bold("dirac")}(1).");
        Add(page, ".SH EXIT STATUS", Roff.Text(ExitCodes.Explanation));
        if (Words.Count > 1) Add(page, ".SH SEE ALSO", $"{Roff.Bold(string.Join('-', Words.SkipLast(1)))}(1)");
        return page.ToString();
    }

    private static IEnumerable<ManualPage> Below(ManualPage page) => page.Verbs().SelectMany(Below).Prepend(page);

    private IEnumerable<ManualPage> Verbs() => Command.Subcommands.Where(verb => !verb.Hidden).Select(verb => new ManualPage([.. Words, verb.Name], verb));

    private string FirstSentence()
    {
        var text = Command.Description ?? "";
        return text.IndexOf(". ", StringComparison.Ordinal) is > 0 and var end ? text[..end] : text.TrimEnd('.');
    }

    private IEnumerable<string> Synopsis()
    {
        yield return Roff.Bold(string.Join(' ', Words));
        if (Verbs().Any()) yield return Roff.Italic("COMMAND");
        yield return $"[{Roff.Italic("options")}]";
        foreach (var argument in Command.Arguments.Where(argument => !argument.Hidden))
        {
            var name = Roff.Italic(argument.HelpName ?? argument.Name) + (argument.Arity.MaximumNumberOfValues > 1 ? " ..." : "");
            yield return argument.Arity.MinimumNumberOfValues > 0 ? name : $"[{name}]";
        }
    }

    private static IEnumerable<Option> Options(Command command) => command.Options.Where(option => !option.Hidden);

    private static string Label(Option option)
    {
        var names = string.Join(", ", option.Aliases.Append(option.Name).Order(StringComparer.Ordinal).OrderBy(name => name.Length).Select(Roff.Bold));
        return option.HelpName is { } value ? $"{names} {Roff.Italic(value)}" : names;
    }

    private static string? DefaultOf(Option option) =>
        option is { HasDefaultValue: true } && option.ValueType != typeof(bool) && !option.ValueType.IsArray ? Shown(option.GetDefaultValue()) : null;

    private static string? DefaultOf(Argument argument) => argument.HasDefaultValue && !argument.ValueType.IsArray ? Shown(argument.GetDefaultValue()) : null;

    private static string? Shown(object? value) => value is null ? null : Convert.ToString(value, CultureInfo.InvariantCulture);

    private static string With(string? description, string? standard) =>
        Roff.Text(string.IsNullOrEmpty(standard) ? description ?? "" : $"{description} [default: {standard}]");

    private static void AddList(StringBuilder page, string heading, IEnumerable<(string Name, string Text)> entries)
    {
        var all = entries.ToList();
        if (all.Count == 0) return;
        Add(page, $".SH {heading}");
        foreach (var (name, text) in all) Add(page, ".TP", name, text.Length > 0 ? text : "\\&");
    }

    private static void Add(StringBuilder page, params IEnumerable<string> lines)
    {
        foreach (var line in lines) page.Append(line).Append('\n');
    }
}
