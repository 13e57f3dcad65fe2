using System.CommandLine;
using System.CommandLine.Invocation;
using Dirac.Cli.Configuration;
using Dirac.Cli.Demo;
using Dirac.Cli.Identity;
using Dirac.Cli.Jobs;
using Dirac.Cli.LegacyNames;
using Dirac.Cli.Local;
using Dirac.Cli.Operations;
using Dirac.Cli.Pilots;
using Dirac.Cli.Profiles;
using Dirac.Cli.Proxies;
using Dirac.Cli.Queues;
using Dirac.Cli.Rpc;
using Dirac.Cli.Sites;
using Dirac.Cli.Sets;
using Dirac.Cli.Shell.Completion;
using Dirac.Cli.Shell.ManualPages;
using Dirac.Cli.Tasks;
using Dirac.Cli.Users;
using Dirac.Model.Errors;

namespace Dirac.Cli.Shell;

/// <summary>The command line as a whole.</summary>
internal static class DiracCommand
{
    /// <summary>Parses and runs a command line.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="host">The process.</param>
    /// <param name="cancellationToken">Ends the command as Ctrl-C does.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CliHost host, CancellationToken cancellationToken)
    {
        var root = Create(host);
        if (CompletionCommand.IsAsked(args)) return CompletionCommand.Answer(root, args, host.Output);
        var parsed = root.Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            Explain(parsed).WriteTo(host.Error);
            return ExitCodes.Usage;
        }

        var configuration = new InvocationConfiguration { Output = host.Output, Error = host.Error, ProcessTerminationTimeout = TimeSpan.FromMinutes(2) };
        return await parsed.InvokeAsync(configuration, cancellationToken);
    }

    /// <summary>Makes the command with everything below it.</summary>
    /// <param name="host">The process.</param>
    public static RootCommand Create(CliHost host)
    {
        var root = new RootCommand($"DIRAC: jobs, pilots and data of your community. {ExitCodes.Explanation}")
        {
            Up.Create(host),
            RunDemo.Create(host),
            JobCommands.Create(host),
            OperationCommands.Create(host),
            SetCommands.Create(host),
            PilotCommands.Create(host),
            QueueCommands.Create(host),
            SiteCommands.Create(host),
            TaskCommands.Create(host),
            ScheduleCommands.Create(host),
            UserCommands.Create(host),
            ConfigCommands.Create(host),
            CallService.Create(host),
            WhoAmI.Create(host),
            Login.Create(host),
            Logout.Create(host),
            ProfileCommands.Create(host),
            ProxyCommands.Create(host),
            CompletionCommand.Create(host),
            ManualCommand.Create(host),
            LinkLegacyNames.Create(host),
            LegacyCommand.Create(host),
        };
        GlobalOptions.AddTo(root);
        return root;
    }

    private static ErrorReport Explain(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var advice = $"'{NameOf(command)} --help' shows what there is.";
        if (parsed.UnmatchedTokens is not [var word, ..]) return new ErrorReport(ExitCodes.Usage, parsed.Errors[0].Message, advice);
        var known = command.Subcommands.Select(verb => verb.Name).Concat(command.Options.Select(option => option.Name));
        var near = NearestNames.Find(word, known, 1);
        return new ErrorReport(
            ExitCodes.Usage,
            $"'{NameOf(command)}' does not know '{word}'.",
            near.Count > 0 ? $"Did you mean '{near[0]}'? {advice}" : advice);
    }

    private static string NameOf(Command command)
    {
        var names = new List<string>();
        for (var at = command; at is not null; at = at.Parents.OfType<Command>().FirstOrDefault()) names.Insert(0, at is RootCommand ? "dirac" : at.Name);
        return string.Join(' ', names);
    }
}
