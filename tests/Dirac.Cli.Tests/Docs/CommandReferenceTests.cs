using System.CommandLine;
using Dirac.Cli.Shell;

namespace Dirac.Cli.Tests.Docs;

/// <summary><c>docs/user/reference/commands.md</c> says what the command line says of itself.</summary>
public sealed class CommandReferenceTests
{
    private static readonly Dictionary<string, string> Chapters = Read();

    public static TheoryData<string> Commands => [.. All().Keys];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Chapter_OfACommand_SaysWhatHelpSays(string name)
    {
        var (command, chapter) = (All()[name], Chapters[name]);

        Assert.Contains(command.Description!, Joined(chapter), StringComparison.Ordinal);
        foreach (var argument in command.Arguments.Where(argument => !argument.Hidden)) Assert.Contains($"<{argument.Name}>  ", chapter, StringComparison.Ordinal);
        Assert.All(Described(command), words => Assert.Contains(words, Joined(chapter), StringComparison.Ordinal));
        Assert.Equal(OptionsOf(command), OptionsIn(chapter));
    }

    [Fact]
    public void Chapters_AreThoseOfCommands() => Assert.Equal(All().Keys.Order(StringComparer.Ordinal), Chapters.Keys.Order(StringComparer.Ordinal));

    private static IEnumerable<string> Described(Command command) =>
        command.Options.Cast<Symbol>().Concat(command.Arguments).Where(symbol => !symbol.Hidden && symbol is not Option { Recursive: true }).Select(symbol => symbol.Description ?? "");

    private static IEnumerable<string> OptionsOf(Command command) =>
        command.Options.Where(option => !option.Hidden && !option.Recursive).Select(option => option.Name).Order(StringComparer.Ordinal);

    private static IEnumerable<string> OptionsIn(string chapter) => chapter.Split('\n')
        .Where(line => line.StartsWith("  -", StringComparison.Ordinal))
        .Select(line => line.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).First(word => word.StartsWith("--", StringComparison.Ordinal)))
        .Order(StringComparer.Ordinal);

    // Help breaks long lines.
    private static string Joined(string text) => string.Join(' ', text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    private static Dictionary<string, Command> All()
    {
        using var nothing = new StringWriter();
        using var input = new StringReader("");
        var host = new CliHost { Input = input, Output = nothing, Error = nothing, Clock = TimeProvider.System, WorkingDirectory = "/", InputIsTerminal = false, OutputIsTerminal = false, Variable = _ => null };
        return Below(DiracCommand.Create(host), "dirac").ToDictionary(one => one.Name, one => one.Command, StringComparer.Ordinal);
    }

    private static IEnumerable<(string Name, Command Command)> Below(Command command, string name) => command.Subcommands.Count == 0
        ? [(name, command)]
        : command.Subcommands.Where(verb => !verb.Hidden).SelectMany(verb => Below(verb, $"{name} {verb.Name}"));

    private static Dictionary<string, string> Read() =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "commands.md")).Split("\n## ").Skip(1)
            .Select(chapter => chapter.Split('\n', 2))
            .ToDictionary(parts => parts[0].Trim(), parts => parts[1], StringComparer.Ordinal);
}
