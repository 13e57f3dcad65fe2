using Dirac.Cli.LegacyNames.Commands;
using Dirac.Cli.LegacyNames.Options;
using Dirac.Cli.Shell;

namespace Dirac.Cli.LegacyNames;

/// <summary>All commands of DIRAC's that this program can be called as.</summary>
internal static class LegacyCommands
{
    /// <summary>The word before a name where there is no link: <c>dirac legacy NAME …</c>.</summary>
    public const string Verb = "legacy";

    private const string Licence = "DIRAC is Apache-2.0 licensed: https://www.apache.org/licenses/LICENSE-2.0\n";

    private static readonly Dictionary<string, Func<ILegacyCommand>> ByName = new(StringComparer.Ordinal)
    {
        ["dirac-wms-job-submit"] = static () => new JobSubmitCommand(),
        ["dirac-wms-job-status"] = static () => new JobStatusCommand(),
        ["dirac-wms-job-get-output"] = static () => new JobOutputCommand(),
        ["dirac-wms-job-kill"] = static () => new JobKillCommand(),
        ["dirac-wms-job-delete"] = static () => new JobDeleteCommand(),
        ["dirac-wms-job-reschedule"] = static () => new JobRescheduleCommand(),
        ["dirac-wms-job-logging-info"] = JobHistoryCommand.Create,
        ["dirac-wms-job-peek"] = JobPeekCommand.Create,
        ["dirac-wms-job-get-jdl"] = JobDescriptionCommand.Create,
        ["dirac-wms-job-attributes"] = JobAttributesCommand.Create,
        ["dirac-wms-job-parameters"] = JobParametersCommand.Create,
        ["dirac-wms-select-jobs"] = static () => new SelectJobsCommand(),
        ["dsub"] = static () => new SubCommand(),
        ["dstat"] = static () => new StatCommand(),
        ["doutput"] = static () => new OutputCommand(),
        ["dkill"] = static () => new KillCommand(),
        ["dlogging"] = static () => new LoggingCommand(),
    };

    /// <summary>The names, in the order of the documentation.</summary>
    public static IReadOnlyList<string> Names => [.. ByName.Keys];

    /// <summary>Finds the command and its own arguments in a command line.</summary>
    /// <param name="calledAs">The name or path this program was called by.</param>
    /// <param name="args">The arguments.</param>
    /// <returns>Null when none of DIRAC's names was used.</returns>
    public static (ILegacyCommand Command, IReadOnlyList<string> Args)? Find(string calledAs, IReadOnlyList<string> args)
    {
        if (ByName.TryGetValue(Path.GetFileNameWithoutExtension(calledAs), out var linked)) return (linked(), args);
        return args is [Verb, var name, ..] && ByName.TryGetValue(name, out var named) ? (named(), [.. args.Skip(2)]) : null;
    }

    /// <summary>Runs a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="args">Its arguments.</param>
    /// <param name="host">The process.</param>
    /// <param name="cancellationToken">Ends the command.</param>
    /// <returns>The exit code of DIRAC's command.</returns>
    public static async Task<int> RunAsync(ILegacyCommand command, IReadOnlyList<string> args, CliHost host, CancellationToken cancellationToken)
    {
        using var server = new LegacyServer(host);
        try
        {
            var call = new LegacyCall(host, command.Syntax, Read(command.Syntax, args, host), server);
            return Early(call) ?? await command.RunAsync(call, cancellationToken);
        }
        catch (LegacyOptionException error)
        {
            await host.Output.WriteAsync($"Error when parsing command line arguments: {error.Message}\n{LegacyHelp.Write(command.Syntax)}");
            return 2;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
        catch (Exception error) when (error is LegacyCrashException or IOException or UnauthorizedAccessException)
        {
            await host.Error.WriteLineAsync($"{command.Syntax.Name}: {error.Message}");
            return 1;
        }
    }

    private static LegacyLine Read(LegacySyntax syntax, IReadOnlyList<string> args, CliHost host)
    {
        var line = LegacyOptions.Read(syntax, args, host.Variable("POSIXLY_CORRECT") is not null);
        // compat: words that end so are configuration files, which no command here needs, unless DIRAC_NO_CFG is set.
        return string.IsNullOrEmpty(host.Variable("DIRAC_NO_CFG")) ? line with { Arguments = [.. line.Arguments.Where(word => !word.EndsWith(".cfg", StringComparison.Ordinal))] } : line;
    }

    private static int? Early(LegacyCall call)
    {
        if (call.Line.Has("help")) return call.ShowHelp(0);
        if (call.Line.Arguments.Count < call.Syntax.Arguments.Count(argument => argument.Required) && !call.Line.Has("all"))
        {
            call.Print("Error when parsing command line arguments: not all mandatory arguments are defined.");
            return call.ShowHelp(1);
        }

        if (!call.Line.Has("license")) return null;
        call.Host.Output.Write(Licence);
        return 0;
    }
}
