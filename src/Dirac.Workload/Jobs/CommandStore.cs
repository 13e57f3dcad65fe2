using Dirac.Persistence;

namespace Dirac.Workload.Jobs;

/// <summary>The SQL of <c>JobCommands</c>: orders for running jobs, delivered until they are carried out.</summary>
internal static class CommandStore
{
    public const string Kill = "Kill";

    /// <summary>Adds an order; the same order in the same second is one, and is open again if it was withdrawn or carried out in between.</summary>
    public static Task AddAsync(IDbSession session, long job, string command, string arguments, DateTime now, CancellationToken cancellationToken) =>
        session.UpsertManyAsync(
            "JobCommands",
            ["JobID", "Arguments", "ReceptionTime"],
            ["JobID", "Command", "Arguments", "Status", "ReceptionTime", "ExecutionTime"],
            [[job, command, arguments, "Received", now, null]],
            cancellationToken);

    /// <summary>Orders of these jobs that nobody has said to have carried out.</summary>
    public static Task<IReadOnlyList<CommandRow>> OpenAsync(IDbSession session, IReadOnlyList<long> jobs, CancellationToken cancellationToken) =>
        session.QueryAsync<CommandRow>(
            "SELECT JobID, Command, Arguments, ReceptionTime FROM {JobCommands} WHERE JobID IN @jobs AND Status = 'Received' ORDER BY ReceptionTime",
            new { jobs },
            cancellationToken);

    /// <summary>Notes that an order was carried out.</summary>
    public static Task DoneAsync(IDbSession session, CommandRow command, DateTime now, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            "UPDATE {JobCommands} SET Status = 'Sent', ExecutionTime = @now"
            + " WHERE JobID = @JobID AND Command = @Command AND Arguments = @Arguments AND ReceptionTime = @ReceptionTime",
            new { command.JobID, command.Command, command.Arguments, command.ReceptionTime, now },
            cancellationToken);

    /// <summary>Withdraws the open orders of jobs that start anew.</summary>
    public static Task WithdrawAsync(IDbSession session, IReadOnlyList<long> jobs, DateTime now, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            "UPDATE {JobCommands} SET Status = 'Withdrawn', ExecutionTime = @now WHERE JobID IN @jobs AND Status = 'Received'", new { jobs, now }, cancellationToken);
}
