using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Client.Jobs;

namespace Dirac.Cli.Operations;

/// <summary><c>dirac operation undo</c>: puts the jobs of a delete back.</summary>
internal static class UndoOperation
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var id = OperationCommands.One();
        return new Command("undo", "Undo a delete, while that is possible. Jobs that had to be killed for it stay Killed.") { id }.Does(
            host, (session, parsed, cancellationToken) => RunAsync(session, new OperationClient(session.Connection), parsed.GetValue(id), cancellationToken));
    }

    /// <summary>Undoes and follows.</summary>
    /// <param name="session">The session.</param>
    /// <param name="operations">The server.</param>
    /// <param name="id">The operation.</param>
    /// <param name="cancellationToken">Ctrl-C.</param>
    public static async Task<int> RunAsync(Session session, OperationClient operations, long id, CancellationToken cancellationToken)
    {
        var operation = await operations.UndoAsync(id, cancellationToken);
        return await new OperationWatch(session, operations).FollowToEndAsync(operation, new OperationReport(session), cancellationToken);
    }
}
