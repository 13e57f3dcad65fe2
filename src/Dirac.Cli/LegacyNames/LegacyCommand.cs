using System.CommandLine;
using Dirac.Cli.Shell;

namespace Dirac.Cli.LegacyNames;

/// <summary><c>dirac legacy</c>: one of DIRAC's commands where there is no link to call. Known names are taken before the command line is parsed.</summary>
internal static class LegacyCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var name = new Argument<string>("NAME") { Description = "The command, such as dirac-wms-job-status." };
        var rest = new Argument<string[]>("ARGS") { Description = "What it is told.", Arity = ArgumentArity.ZeroOrMore };
        return new Command(LegacyCommands.Verb, "Run a command by the name it has in DIRAC, with its options, output and exit codes.") { name, rest }.Does(
            host,
            (_, parsed, _) => throw new UsageException($"'{parsed.GetValue(name)}' is none of DIRAC's commands that are known here.", $"Known are {string.Join(", ", LegacyCommands.Names)}."));
    }
}
