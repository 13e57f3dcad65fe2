using Dirac.Persistence;

namespace Dirac.Workload.Jobs.Operations;

/// <summary>The SQL of operations. Every change of state names the states it expects.</summary>
internal static class OperationStore
{
    private const string Columns =
        "Id, Verb, State, VO, UserName, UserGroup, Subject, Properties, Note, Search, Selected, MaxJobID, Total, Succeeded, Failed, Restored, Kept,"
        + " Problem, CreatedMs, StartedMs, EndedMs, UndoneMs";

    /// <summary>Writes an operation down; returns its number.</summary>
    public static async Task<long> InsertAsync(IDbSession session, OperationRow row, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(
            "INSERT INTO {x_Operations} (Verb, State, VO, UserName, UserGroup, Subject, Properties, Note, Search, Selected, MaxJobID, Total, CreatedMs) VALUES"
            + " (@Verb, @State, @VO, @UserName, @UserGroup, @Subject, @Properties, @Note, @Search, @Selected,"
            + " (SELECT COALESCE(MAX(JobID), 0) FROM {Jobs}), @Total, @CreatedMs)",
            row,
            cancellationToken);
        return await session.ScalarAsync<long>($"SELECT {session.Dialect.LastInsertId}", null, cancellationToken);
    }

    public static Task<OperationRow?> FindAsync(IDbSession session, long id, CancellationToken cancellationToken) =>
        session.QueryFirstOrDefaultAsync<OperationRow>($"SELECT {Columns} FROM {{x_Operations}} WHERE Id = @id", new { id }, cancellationToken);

    /// <summary>The newest operations of a user, or of everybody in the VO.</summary>
    public static Task<IReadOnlyList<OperationRow>> NewestAsync(IDbSession session, string vo, string? user, int most, CancellationToken cancellationToken) =>
        session.QueryAsync<OperationRow>(
            $"SELECT {Columns} FROM {{x_Operations}} WHERE VO = @vo AND State <> 'Filling'{(user is null ? "" : " AND UserName = @user")} ORDER BY Id DESC LIMIT @most",
            new { vo, user, most },
            cancellationToken);

    /// <summary>How many operations of a user are under way.</summary>
    public static Task<long> CountActiveAsync(IDbSession session, string vo, string user, CancellationToken cancellationToken) =>
        session.ScalarAsync<long>(
            "SELECT COUNT(*) FROM {x_Operations} WHERE VO = @vo AND UserName = @user AND State IN @active",
            new { vo, user, active = OperationState.Active },
            cancellationToken);

    /// <summary>Moves an operation on; false when it is not in one of the states expected.</summary>
    public static async Task<bool> MoveAsync(IDbSession session, long id, IReadOnlyList<string> from, string to, CancellationToken cancellationToken) =>
        await session.ExecuteAsync("UPDATE {x_Operations} SET State = @to WHERE Id = @id AND State IN @from", new { id, from, to }, cancellationToken) == 1;

    /// <summary>Notes the beginning of work; false when the operation is to stop.</summary>
    public static async Task<bool> BeginAsync(IDbSession session, long id, long nowMs, CancellationToken cancellationToken) =>
        await session.ExecuteAsync(
            "UPDATE {x_Operations} SET State = 'Running', StartedMs = COALESCE(StartedMs, @nowMs) WHERE Id = @id AND State IN ('Pending', 'Running')",
            new { id, nowMs },
            cancellationToken) == 1;

    /// <summary>Whether an operation is to go on.</summary>
    public static async Task<bool> IsRunningAsync(IDbSession session, long id, CancellationToken cancellationToken) =>
        await session.ScalarAsync<string?>("SELECT State FROM {x_Operations} WHERE Id = @id", new { id }, cancellationToken) == OperationState.Running;

    /// <summary>Ends an operation; false when it is not in the state expected.</summary>
    public static async Task<bool> EndAsync(IDbSession session, long id, string from, string to, long nowMs, CancellationToken cancellationToken) =>
        await session.ExecuteAsync(
            "UPDATE {x_Operations} SET State = @to, EndedMs = COALESCE(EndedMs, @nowMs) WHERE Id = @id AND State = @from",
            new { id, from, to, nowMs },
            cancellationToken) == 1;

    /// <summary>Ends an operation that cannot go on.</summary>
    public static Task FailAsync(IDbSession session, long id, string problem, long nowMs, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            "UPDATE {x_Operations} SET State = 'Failed', Problem = @problem, EndedMs = COALESCE(EndedMs, @nowMs) WHERE Id = @id AND State IN @active",
            new { id, problem, nowMs, active = OperationState.Active },
            cancellationToken);

    public static Task SetUndoneAsync(IDbSession session, long id, long nowMs, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            "UPDATE {x_Operations} SET State = 'Undone', UndoneMs = @nowMs, EndedMs = COALESCE(EndedMs, @nowMs) WHERE Id = @id AND State = 'Undoing'",
            new { id, nowMs },
            cancellationToken);

    /// <summary>Notes that jobs were added to the selection, and whether they were the last.</summary>
    public static async Task<bool> AddSelectedAsync(IDbSession session, long id, int jobs, bool isLast, CancellationToken cancellationToken) =>
        await session.ExecuteAsync(
            "UPDATE {x_Operations} SET Total = Total + @jobs, Selected = @isLast WHERE Id = @id AND Selected = 0", new { id, jobs, isLast }, cancellationToken) == 1;

    /// <summary>Adds to the numbers of jobs by what became of them.</summary>
    public static Task AddCountsAsync(IDbSession session, long id, OperationOutcomes outcomes, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            "UPDATE {x_Operations} SET Succeeded = Succeeded + @succeeded, Failed = Failed + @failed, Restored = Restored + @restored, Kept = Kept + @kept WHERE Id = @id",
            new
            {
                id,
                succeeded = outcomes.Count(OperationStep.Succeeded),
                failed = outcomes.Count(OperationStep.Failed),
                restored = outcomes.Count(OperationStep.Restored),
                kept = outcomes.Count(OperationStep.Kept),
            },
            cancellationToken);

    /// <summary>Operations that ended, or were never told of, before a moment.</summary>
    public static Task<IReadOnlyList<long>> OlderThanAsync(IDbSession session, long endedMs, long fillingMs, CancellationToken cancellationToken) =>
        session.QueryAsync<long>(
            "SELECT Id FROM {x_Operations} WHERE (CreatedMs < @endedMs AND State NOT IN @active AND COALESCE(EndedMs, 0) < @endedMs)"
            + " OR (State = 'Filling' AND CreatedMs < @fillingMs) ORDER BY Id LIMIT 100",
            new { endedMs, fillingMs, active = OperationState.Active },
            cancellationToken);

    public static async Task DeleteAsync(IDbSession session, long id, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync("DELETE FROM {x_OperationOutcomes} WHERE OperationId = @id", new { id }, cancellationToken);
        await session.ExecuteAsync("DELETE FROM {x_Operations} WHERE Id = @id", new { id }, cancellationToken);
    }
}
