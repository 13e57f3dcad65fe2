using Dirac.Model.Api;
using Dirac.Model.Jobs;
using Dirac.Workload.Jobs;
using Dirac.Workload.Sets;
using Dirac.Workload.Sets.Notices;
using Dirac.Workload.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Workload.Tests.Sets;

/// <summary>What tests of sets do through the door, and what they let happen to jobs.</summary>
internal static class SetSession
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static string Body(IEnumerable<long> ids, string more = "") =>
        $$"""{"job_ids":[{{string.Join(',', ids)}}]{{(more.Length > 0 ? $",{more}" : "")}}}""";

    public static async Task<JobSetChange> MakeSetAsync(this Session session, IEnumerable<long> ids, string more = "") =>
        (await session.PostAsync("/api/job-sets", Body(ids, more))).Read(ModelJsonContext.Default.JobSetChange);

    public static async Task<JobSetInfo> SetAsync(this Session session, long id, string query = "") =>
        (await session.GetAsync($"/api/job-sets/{id}{query}")).Read(ModelJsonContext.Default.JobSetInfo);

    public static Task<JobSetInfo> SetBecomesAsync(this Session session, long id, Func<JobSetInfo, bool> isRight, string what) =>
        Eventually.SeeAsync(() => session.SetAsync(id), isRight, what);

    /// <summary>Lets jobs come into a status.</summary>
    public static Task MoveAsync(this WorkloadServer server, JobStatus status, params IReadOnlyList<long> ids) => server.MoveAsync(status, "Application Finished With Errors", ids);

    public static Task MoveAsync(this WorkloadServer server, JobStatus status, string minor, IReadOnlyList<long> ids) => server.Database("JobDB").WriteAsync(
        (session, token) => JobStore.MoveAsync(session, ids, status, minor, "Unknown", TimeProvider.System.GetUtcNow().UtcDateTime, token), Token);

    /// <summary>Has the keeper do now what it would do within a second.</summary>
    public static Task KeepSetsAsync(this WorkloadServer server) => server.Services.GetRequiredService<JobSetKeeper>().RunRoundAsync(Token);

    /// <summary>Has a set begin to kill; nobody does it. Returns the rule.</summary>
    public static Task<long> FireAsync(this WorkloadServer server, long set, DateTimeOffset when) => server.Database("JobDB").WriteAsync(
        (session, token) => RuleStore.InsertFiredAsync(session, set, "first-failed", RuleWords.KillRest, when.ToUnixTimeMilliseconds(), token), Token);

    /// <summary>Has that kill come to its end.</summary>
    public static Task EndAsync(this WorkloadServer server, long set, long rule) => server.Database("JobDB").WriteAsync(
        async (session, token) =>
        {
            await RuleStore.EndAsync(session, rule, RuleState.Done, "1 job was killed.", null, null, token);
            await NoticeStore.RaiseAsync(session, set, SetEvents.Action, 0, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), token);
        },
        Token);
}
