using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Client.Jobs;

namespace Dirac.Cli.Operations;

/// <summary><c>dirac operation cancel</c>: stops an operation.</summary>
internal static class CancelOperation
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var id = OperationCommands.One();
        return new Command("cancel", "Stop an operation. What it has done stays; 'undo' takes a delete back.") { id }.Does(host, async (session, parsed, cancellationToken) =>
        {
            var operations = new OperationClient(session.Connection);
            var operation = await operations.CancelAsync(parsed.GetValue(id), cancellationToken);
            var report = new OperationReport(session);
            var code = await new OperationWatch(session, operations).FollowToEndAsync(operation, report, cancellationToken);
            return code == ExitCodes.Failed && !OperationWords.HasEnded(operation) ? ExitCodes.Ok : code;
        });
    }
}
