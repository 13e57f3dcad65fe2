using System.CommandLine;

namespace Dirac.Cli.Shell.Completion;

/// <summary><c>dirac completion SHELL</c>: the script that lets a shell complete commands, and what it calls.</summary>
internal static class CompletionCommand
{
    private static readonly string[] Shells = ["bash", "zsh", "fish"];

    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong(Shells);
        return new Command("completion", "Print the script that lets your shell complete commands, options and values.") { shell }.Does(host, async (session, parsed, cancellationToken) =>
        {
            await host.Output.WriteAsync(Script(parsed.GetValue(shell)!).AsMemory(), cancellationToken);
            return ExitCodes.Ok;
        });
    }

    /// <summary>Whether a script asks for suggestions: <c>complete -- WORDS</c>. It is no verb, since it must be fast and is for nobody else.</summary>
    /// <param name="args">The arguments.</param>
    public static bool IsAsked(IReadOnlyList<string> args) => args is ["complete", "--", ..];

    /// <summary>Prints the suggestions, one a line.</summary>
    /// <param name="root">The command as a whole.</param>
    /// <param name="args">The arguments.</param>
    /// <param name="output">Standard output.</param>
    public static int Answer(Command root, IReadOnlyList<string> args, TextWriter output)
    {
        foreach (var suggestion in Suggestions.For(root, [.. args.Skip(2)])) output.Write(suggestion.ToLine() + "\n");
        return ExitCodes.Ok;
    }

    private static string Script(string shell)
    {
        using var stream = typeof(CompletionCommand).Assembly.GetManifestResourceStream($"completion.{shell}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
