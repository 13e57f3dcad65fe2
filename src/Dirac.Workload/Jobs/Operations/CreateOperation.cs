using System.Text.Json;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Workload.Jobs.Search;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.Jobs.Operations;

/// <summary>Accepts an operation: what it is to do, and to which jobs, is on the disk when it has a number.</summary>
internal sealed partial class CreateOperation(
    WorkloadDatabases databases, JobSearch search, OperationChain chain, IOptions<OperationOptions> options, TimeProvider clock, ILogger<CreateOperation> logger)
{
    private const int MostJobs = 1_000_000;
    private const int LongestNote = 255;

    /// <summary>Returns the operation's number.</summary>
    public async Task<long> RunAsync(Caller caller, JobOperationRequest request, CancellationToken cancellationToken)
    {
        var ids = Check(request);
        if (ids.Count == 0) await search.FilterAsync(caller, request.Search, cancellationToken);
        var row = ToRow(caller, request, ids);
        var chunks = ids.Chunk(OperationSelection.AtOnce).ToList();
        var id = await databases.Jobs.WriteAsync((session, token) => BeginAsync(session, row, chunks, token), cancellationToken);
        if (chunks.Count > 1)
        {
            foreach (var chunk in chunks.Skip(1))
            {
                await databases.Jobs.WriteAsync((session, token) => OperationJobStore.InsertAsync(session, id, chunk, token), cancellationToken);
            }

            await databases.Jobs.WriteAsync((session, token) => OpenAsync(session, id, token), cancellationToken);
        }

        LogAccepted(id, request.Verb, caller.UserName);
        return id;
    }

    private async Task<long> BeginAsync(IDbSession session, OperationRow row, List<long[]> chunks, CancellationToken cancellationToken)
    {
        if (await OperationStore.CountActiveAsync(session, row.VO, row.UserName, cancellationToken) >= options.Value.MaxOperationsPerUser)
        {
            throw new DiracException(
                ErrorCode.TooManyRequests, $"{options.Value.MaxOperationsPerUser} of your operations are under way.", "Wait for some of them to end: 'dirac operation list'.");
        }

        var id = await OperationStore.InsertAsync(session, row, cancellationToken);
        if (chunks.Count > 0) await OperationJobStore.InsertAsync(session, id, chunks[0], cancellationToken);
        if (chunks.Count <= 1) await chain.StartAsync(session, id, cancellationToken);
        return id;
    }

    private async Task OpenAsync(IDbSession session, long id, CancellationToken cancellationToken)
    {
        if (await OperationStore.MoveAsync(session, id, [OperationState.Filling], OperationState.Pending, cancellationToken)) await chain.StartAsync(session, id, cancellationToken);
    }

    // The jobs that are named; none when there are conditions.
    private static IReadOnlyList<long> Check(JobOperationRequest request)
    {
        if (!OperationVerbs.All.Contains(request.Verb)) throw Bad($"'{request.Verb}' is no operation.", $"There are {string.Join(", ", OperationVerbs.All)}.");
        if (request.Note is { } note && note.Length > LongestNote) throw Bad($"A note has at most {LongestNote} characters.", "Shorten it.");
        if (request.Search is not null && request.JobIds is not null) throw Bad("Both \"search\" and \"job_ids\" are given.", "Give one of them.");
        if (request.Search is { Count: > 0 }) return [];
        if (request.JobIds is not { Count: > 0 } ids) throw Bad("No jobs are named, and an empty filter would mean all of them.", "Give \"job_ids\" or conditions in \"search\".");
        return ids.Count <= MostJobs
            ? [.. ids.Distinct().Order()]
            : throw new DiracException(ErrorCode.TooLarge, $"{ids.Count} jobs were named; at most {MostJobs} are taken in one operation.", "Describe them by conditions in \"search\", or send them in parts.");
    }

    private OperationRow ToRow(Caller caller, JobOperationRequest request, IReadOnlyList<long> ids) => new()
    {
        Verb = request.Verb,
        State = ids.Count > OperationSelection.AtOnce ? OperationState.Filling : OperationState.Pending,
        VO = caller.Vo,
        UserName = caller.UserName,
        UserGroup = caller.Group,
        Subject = caller.Subject,
        Properties = string.Join(',', caller.Properties),
        Note = request.Note,
        Search = ids.Count > 0 ? null : JsonSerializer.Serialize(request.Search!, ModelJsonContext.Default.IReadOnlyListSearchCondition),
        Selected = ids.Count > 0,
        Total = ids.Count,
        CreatedMs = clock.GetUtcNow().ToUnixTimeMilliseconds(),
    };

    private static DiracException Bad(string message, string advice) => new(ErrorCode.BadRequest, message, advice);

    [LoggerMessage(6500, LogLevel.Information, "Operation {Operation}: {Verb}, for {User}.")]
    private partial void LogAccepted(long operation, string verb, string user);
}
