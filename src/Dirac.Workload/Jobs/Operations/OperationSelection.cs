using System.Text.Json;
using Dirac.Model.Api;
using Dirac.Persistence;
using Dirac.Workload.Jobs.Search;

namespace Dirac.Workload.Jobs.Operations;

/// <summary>Writes down, once and for all, which jobs fit an operation's conditions: what comes later is none of its business.</summary>
/// <remarks>It reads outside of write transactions, which stay short however long the search is.</remarks>
internal sealed class OperationSelection(
    WorkloadDatabases databases, JobSearch search, BoundedReads reads, OperationChain chain, TimeProvider clock)
{
    public const int AtOnce = 5_000;

    /// <summary>One step: some more jobs, by number.</summary>
    public async Task RunAsync(CurrentTurn turn, CancellationToken cancellationToken)
    {
        var conditions = JsonSerializer.Deserialize(turn.Operation.Search!, ModelJsonContext.Default.IReadOnlyListSearchCondition)!;
        var filter = await search.FilterAsync(turn.Operation.Caller, conditions, cancellationToken);
        var found = await reads.ReadAsync(databases.Jobs, (session, token) => FindAsync(session, turn.Operation, filter, token), cancellationToken);
        await databases.Jobs.WriteAsync(
            async (session, token) =>
            {
                if (await OperationStore.BeginAsync(session, turn.Id, clock.GetUtcNow().ToUnixTimeMilliseconds(), token)
                    && await OperationStore.AddSelectedAsync(session, turn.Id, found.Count, isLast: found.Count < AtOnce, token))
                {
                    await OperationJobStore.InsertAsync(session, turn.Id, found, token);
                }

                await chain.EndAsync(session, turn, isLast: false, token);
            },
            cancellationToken);
    }

    private static async Task<IReadOnlyList<long>> FindAsync(IDbSession session, OperationRow operation, SearchFilter filter, CancellationToken cancellationToken)
    {
        filter.Parameters["after"] = await OperationJobStore.LastAsync(session, operation.Id, cancellationToken);
        filter.Parameters["last"] = operation.MaxJobID;
        filter.Parameters["most"] = AtOnce;
        return await session.QueryAsync<long>(
            $"SELECT JobID FROM {{Jobs}} WHERE {filter.Sql} AND JobID > @after AND JobID <= @last ORDER BY JobID LIMIT @most", filter.Parameters, cancellationToken);
    }
}
