using System.CommandLine;
using Dirac.Cli.Operations;
using Dirac.Cli.Shell;
using Dirac.Client.Jobs;
using Dirac.Model.Errors;

namespace Dirac.Cli.Jobs;

/// <summary><c>dirac job undo</c>: takes one's last delete back.</summary>
internal static class UndoJobs
{
    private const int LookBack = 100;

    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host) => new Command("undo", "Undo your last 'job delete', while that is possible.").Does(host, async (session, _, cancellationToken) =>
    {
        var operations = new OperationClient(session.Connection);
        var mine = await operations.ListAsync(limit: LookBack, cancellationToken: cancellationToken);
        var last = mine.FirstOrDefault(operation => operation.Verb == "delete" && (operation.UndoUntil is not null || !OperationWords.HasEnded(operation)));
        return last is null
            ? throw new DiracException(ErrorCode.NotFound, "There is no delete of yours that can still be undone.", "'dirac operation list' shows what you did to jobs.")
            : await UndoOperation.RunAsync(session, operations, last.Id, cancellationToken);
    });
}
