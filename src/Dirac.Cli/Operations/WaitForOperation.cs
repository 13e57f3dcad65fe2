using System.CommandLine;
using Dirac.Cli.Jobs;
using Dirac.Cli.Shell;
using Dirac.Client.Jobs;

namespace Dirac.Cli.Operations;

/// <summary><c>dirac operation wait</c>: follows an operation to its end.</summary>
internal static class WaitForOperation
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var id = OperationCommands.One();
        var timeout = new Option<string?>("--timeout") { HelpName = "TIME", Description = "Give up after this long (90s, 10m, 2h); the exit code is then 5." };
        return new Command("wait", "Wait until an operation has ended. The exit code is 0 when all its jobs were changed.") { id, timeout }.Does(host, async (session, parsed, cancellationToken) =>
        {
            var limit = parsed.GetValue(timeout) is { } text ? Moment.ParseAge(text) : Timeout.InfiniteTimeSpan;
            using var giveUp = new CancellationTokenSource(limit, session.Host.Clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(giveUp.Token, cancellationToken);
            var operations = new OperationClient(session.Connection);
            var operation = await operations.ShowAsync(parsed.GetValue(id), cancellationToken);
            var code = await new OperationWatch(session, operations).FollowToEndAsync(operation, new OperationReport(session), either.Token);
            return giveUp.IsCancellationRequested && code == ExitCodes.Interrupted && !cancellationToken.IsCancellationRequested ? ExitCodes.TimedOut : code;
        });
    }
}
