using System.CommandLine;

namespace Dirac.Cli.Shell;

/// <summary>The one way a command runs: in a session, with its errors explained.</summary>
internal static class CommandExtensions
{
    /// <summary>Sets what the command does.</summary>
    /// <param name="command">The command.</param>
    /// <param name="host">The process.</param>
    /// <param name="runAsync">What it does; returns one of <see cref="ExitCodes"/>.</param>
    /// <returns>The same command.</returns>
    public static Command Does(this Command command, CliHost host, Func<Session, ParseResult, CancellationToken, Task<int>> runAsync)
    {
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                using var session = new Session(host, parsed);
                return await runAsync(session, parsed, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return ExitCodes.Interrupted;
            }
            catch (Exception error) when (ErrorReport.For(error) is { } report)
            {
                report.WriteTo(host.Error);
                return report.ExitCode;
            }
        });
        return command;
    }
}
