using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Security.Identities;

namespace Dirac.Cli.Tasks;

/// <summary>What the commands about tasks have in common.</summary>
internal static class TaskOptions
{
    /// <summary>One of these properties is needed.</summary>
    public static readonly string[] Rights = [DiracProperties.ServiceAdministrator, DiracProperties.Operator];

    /// <summary>The argument that names a kind.</summary>
    public static Argument<string> Name() => new("NAME") { Description = "The kind of task; 'dirac task list' lists them." };

    /// <summary>The argument that gives a task's message.</summary>
    public static Argument<string?> Message() =>
        new("JSON") { Description = "Its message, such as '{\"JobID\": 7}'; - reads it from standard input.", Arity = ArgumentArity.ZeroOrOne };

    /// <summary>Reads the message; null when none is given.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="argument">The argument.</param>
    /// <param name="host">The process.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<string?> ReadMessageAsync(ParseResult parsed, Argument<string?> argument, CliHost host, CancellationToken cancellationToken) =>
        parsed.GetValue(argument) is "-" ? await host.Input.ReadToEndAsync(cancellationToken) : parsed.GetValue(argument);

    /// <summary>The option that names the group to work as.</summary>
    public static Option<string?> As() =>
        new("--as") { HelpName = "GROUP", Description = "Work as this DIRAC group of yours. Default: one with the property ServiceAdministrator or Operator." };

    /// <summary>The option that says how many are shown.</summary>
    /// <param name="usual">Without the option.</param>
    /// <param name="most">At most.</param>
    public static Option<int> Limit(int usual, int most) =>
        new("--limit") { HelpName = "N", Description = $"How many tasks, 1 to {most}.", DefaultValueFactory = _ => usual };

    /// <summary>Reads the limit.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="option">The option.</param>
    /// <param name="most">At most.</param>
    /// <exception cref="UsageException">It is out of range.</exception>
    public static int ReadLimit(ParseResult parsed, Option<int> option, int most) => parsed.GetValue(option) is var limit && limit >= 1 && limit <= most
        ? limit
        : throw new UsageException($"{parsed.GetValue(option)} is not a number of tasks to list.", $"--limit is 1 to {most}.");
}
