using Dirac.Cli.LegacyNames.Options;
using Dirac.Cli.Shell;

namespace Dirac.Cli.LegacyNames;

/// <summary>One call of one command.</summary>
/// <param name="Host">The process.</param>
/// <param name="Syntax">What the command understands.</param>
/// <param name="Line">What it was told.</param>
/// <param name="Server">The server, called when it is first asked for something.</param>
internal sealed record LegacyCall(CliHost Host, LegacySyntax Syntax, LegacyLine Line, LegacyServer Server)
{
    /// <summary>Today, UTC.</summary>
    public DateOnly Today => DateOnly.FromDateTime(Host.Clock.GetUtcNow().UtcDateTime);

    /// <summary>Prints a text and a line end.</summary>
    /// <param name="text">The text.</param>
    public void Print(string text) => Host.Output.Write(text + "\n");

    /// <summary>Prints the help.</summary>
    /// <param name="exitCode">What to return.</param>
    /// <returns><paramref name="exitCode"/>.</returns>
    public int ShowHelp(int exitCode)
    {
        Host.Output.Write(LegacyHelp.Write(Syntax));
        return exitCode;
    }

    /// <summary>Prints what went wrong about some jobs or files, a line for each.</summary>
    /// <param name="errors">Job or file, and the reason.</param>
    /// <returns>0 when there are none, else 2.</returns>
    public int Report(IReadOnlyCollection<(string About, string Reason)> errors)
    {
        foreach (var (about, reason) in errors) Print($"ERROR {about}: {reason}");
        return errors.Count == 0 ? 0 : 2;
    }

    /// <summary>The full path of a file named on the command line.</summary>
    /// <param name="name">The name.</param>
    public string PathOf(string name) => Path.GetFullPath(name, Host.WorkingDirectory);
}
