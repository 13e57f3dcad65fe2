using Dirac.Persistence;

namespace Dirac.Workload.Jobs.Operations;

/// <summary>The SQL of the jobs of operations, and of the numbers of their outcomes.</summary>
internal static class OperationJobStore
{
    private const string Columns = "JobID, Step, Status, MinorStatus, ApplicationStatus, Reason";
    private const int IdsPerStatement = 500;
    private static readonly string[] Keys = ["OperationId", "JobID"];

    /// <summary>Writes jobs down that the operation is to try.</summary>
    public static Task InsertAsync(IDbSession session, long id, IEnumerable<long> jobs, CancellationToken cancellationToken) =>
        session.InsertManyAsync("x_OperationJobs", [.. Keys, "Step"], jobs.Select(IReadOnlyList<object?> (job) => [id, job, (int)OperationStep.Waiting]), cancellationToken);

    /// <summary>The highest job written down; 0 when there is none.</summary>
    public static Task<long> LastAsync(IDbSession session, long id, CancellationToken cancellationToken) =>
        session.ScalarAsync<long>("SELECT COALESCE(MAX(JobID), 0) FROM {x_OperationJobs} WHERE OperationId = @id", new { id }, cancellationToken);

    /// <summary>Jobs at a step, by number.</summary>
    public static Task<IReadOnlyList<OperationJobRow>> AtAsync(IDbSession session, long id, OperationStep step, int most, CancellationToken cancellationToken) =>
        session.QueryAsync<OperationJobRow>(
            $"SELECT {Columns} FROM {{x_OperationJobs}} WHERE OperationId = @id AND Step = @step ORDER BY JobID LIMIT @most",
            new { id, step = (int)step, most },
            cancellationToken);

    /// <summary>Whether any job is at a step.</summary>
    public static async Task<bool> AnyAtAsync(IDbSession session, long id, OperationStep step, CancellationToken cancellationToken) =>
        await session.ScalarAsync<long?>(
            "SELECT JobID FROM {x_OperationJobs} WHERE OperationId = @id AND Step = @step LIMIT 1", new { id, step = (int)step }, cancellationToken) is not null;

    /// <summary>Which of these jobs have no outcome yet; locked where several writers work.</summary>
    public static async Task<IReadOnlySet<long>> WaitingAmongAsync(IDbSession session, long id, IReadOnlyList<long> jobs, CancellationToken cancellationToken)
    {
        var waiting = new HashSet<long>();
        foreach (var chunk in jobs.Chunk(IdsPerStatement))
        {
            waiting.UnionWith(await session.QueryAsync<long>(
                $"SELECT JobID FROM {{x_OperationJobs}} WHERE OperationId = @id AND JobID IN @chunk AND Step = @step{session.Dialect.ForUpdate}",
                new { id, chunk, step = (int)OperationStep.Waiting },
                cancellationToken));
        }

        return waiting;
    }

    /// <summary>Writes down what jobs were before they are changed.</summary>
    public static Task KeepAsync(IDbSession session, long id, IReadOnlyList<JobRow> jobs, CancellationToken cancellationToken) =>
        session.UpsertManyAsync(
            "x_OperationJobs",
            Keys,
            [.. Keys, "Step", "Status", "MinorStatus", "ApplicationStatus"],
            jobs.Select(IReadOnlyList<object?> (job) => [id, job.JobID, (int)OperationStep.Waiting, job.Status, job.MinorStatus, job.ApplicationStatus ?? "Unknown"]),
            cancellationToken);

    /// <summary>Writes down what became of jobs.</summary>
    public static async Task RecordAsync(IDbSession session, long id, OperationOutcomes outcomes, CancellationToken cancellationToken)
    {
        await session.UpsertManyAsync(
            "x_OperationJobs",
            Keys,
            [.. Keys, "Step", "Reason"],
            outcomes.Jobs.Select(IReadOnlyList<object?> (job) => [id, job.JobID, (int)job.Step, job.Reason]),
            cancellationToken);
        foreach (var group in outcomes.Groups)
        {
            // The first jobs that had an outcome stand for the others.
            await session.ExecuteAsync(
                $"{session.Dialect.InsertIgnore} {{x_OperationOutcomes}} (OperationId, Kind, Text, Examples, Jobs) VALUES (@id, @Kind, @Text, @Examples, 0)",
                new { id, group.Kind, group.Text, group.Examples },
                cancellationToken);
            await session.ExecuteAsync(
                "UPDATE {x_OperationOutcomes} SET Jobs = Jobs + @Jobs WHERE OperationId = @id AND Kind = @Kind AND Text = @Text",
                new { id, group.Kind, group.Text, group.Jobs },
                cancellationToken);
        }

        await OperationStore.AddCountsAsync(session, id, outcomes, cancellationToken);
    }

    /// <summary>The commonest outcomes of an operation.</summary>
    public static Task<IReadOnlyList<OutcomeRow>> OutcomesAsync(IDbSession session, long id, int most, CancellationToken cancellationToken) =>
        session.QueryAsync<OutcomeRow>(
            "SELECT Kind, Text, Examples, Jobs FROM {x_OperationOutcomes} WHERE OperationId = @id ORDER BY Jobs DESC, Text LIMIT @most", new { id, most }, cancellationToken);

    /// <summary>Removes some of an operation's jobs; false when there were none left.</summary>
    public static async Task<bool> DeleteSomeAsync(IDbSession session, long id, int most, CancellationToken cancellationToken)
    {
        var last = await session.ScalarAsync<long?>(
            "SELECT MAX(JobID) FROM (SELECT JobID FROM {x_OperationJobs} WHERE OperationId = @id ORDER BY JobID LIMIT @most) some", new { id, most }, cancellationToken);
        if (last is null) return false;
        await session.ExecuteAsync("DELETE FROM {x_OperationJobs} WHERE OperationId = @id AND JobID <= @last", new { id, last }, cancellationToken);
        return true;
    }
}
