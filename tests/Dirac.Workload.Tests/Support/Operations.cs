using System.Text.Json;
using Dirac.Model.Api;
using Dirac.Security.Identities;
using Dirac.Workload.Jobs.Control;
using Dirac.Workload.Jobs.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Workload.Tests.Support;

/// <summary>What tests of operations do again and again.</summary>
internal static class Operations
{
    private static readonly ModelJsonContext Model = ModelJsonContext.Default;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<JobOperation> StartAsync(this Session session, string verb, params IReadOnlyList<long> ids) =>
        (await session.PostAsync("/api/jobs/operations", JsonSerializer.Serialize(new JobOperationRequest(verb, JobIds: ids), Model.JobOperationRequest))).Read(Model.JobOperation);

    public static Task<Reply> TryStartAsync(this Session session, string body) => session.PostAsync("/api/jobs/operations", body);

    public static async Task<JobOperation> OperationAsync(this Session session, long id, string query = "") =>
        (await session.GetAsync($"/api/jobs/operations/{id}{query}")).Read(Model.JobOperation);

    /// <summary>Waits for the end of an operation, held by the server.</summary>
    public static async Task<JobOperation> EndOfAsync(this Session session, long id)
    {
        JobOperation operation;
        do
        {
            operation = await session.OperationAsync(id, "?wait=30");
        }
        while (OperationState.Active.Contains(operation.State));
        return operation;
    }

    /// <summary>Does it from beginning to end.</summary>
    public static async Task<JobOperation> OperateAsync(this Session session, string verb, params IReadOnlyList<long> ids) =>
        await session.EndOfAsync((await session.StartAsync(verb, ids)).Id);

    public static async Task<JobOperation> UndoAsync(this Session session, long id)
    {
        (await session.PostAsync($"/api/jobs/operations/{id}/undo", "")).Read(Model.JobOperation);
        return await session.EndOfAsync(id);
    }

    /// <summary>Jobs set to a status behind the server's back, as if they had come so far.</summary>
    public static Task PlaceAsync(this Community community, IEnumerable<long> ids, string status, string minor = "Execution Complete", string application = "Unknown") =>
        community.Server.ExecuteAsync(
            "JobDB", $"UPDATE {{Jobs}} SET Status = '{status}', MinorStatus = '{minor}', ApplicationStatus = '{application}' WHERE JobID IN ({string.Join(',', ids)})");

    /// <summary>An operation that nobody works on: as if the server had died over it.</summary>
    public static Task<long> AbandonedAsync(this Community community, string verb, IReadOnlyList<long> ids) => community.Server.Database("JobDB").WriteAsync(
        async (session, token) =>
        {
            var row = new OperationRow
            {
                Verb = verb, State = OperationState.Running, VO = community.Vo, UserName = "ann", UserGroup = $"{community.Vo}_user", Subject = $"{community.Vo}:ann",
                Properties = DiracProperties.NormalUser, Selected = true, Total = ids.Count, CreatedMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(),
            };
            var id = await OperationStore.InsertAsync(session, row, token);
            await OperationJobStore.InsertAsync(session, id, ids, token);
            return id;
        },
        Cancellation);

    /// <summary>Does some of an operation's jobs, and dies before the end of the step.</summary>
    public static Task DieAfterAsync(this Community community, long operation, string verb, IReadOnlyList<long> ids)
    {
        var services = community.Server.Services;
        var caller = new OperationRow { VO = community.Vo, UserName = "ann", UserGroup = $"{community.Vo}_user", Properties = DiracProperties.NormalUser }.Caller;
        var tracked = new TrackedVerb(services.GetRequiredService<OperationVerbs>().Find(verb), operation);
        return services.GetRequiredService<BulkControl>().RunAsync(caller, ids, tracked, Cancellation);
    }

    /// <summary>Goes on with an abandoned operation.</summary>
    public static Task ResumeAsync(this Community community, long operation) => community.Server.StartRoundAsync(new OperationTurn(operation));

    public static Task<IReadOnlySet<long>> HeldAsync(this Community community, IReadOnlyList<long> ids) => community.Server.Database("JobDB").ReadAsync(
        (session, token) => community.Server.Services.GetRequiredService<UndoWindow>().HeldAsync(session, ids, token), Cancellation);
}
