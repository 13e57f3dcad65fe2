using Dirac.Model.Jdl;
using Dirac.Persistence;
using Dirac.Workload.Jobs;
using Dirac.Workload.Jobs.Counts;
using Dirac.Workload.Jobs.Submission;

namespace Dirac.Workload.Tests.Support;

/// <summary>Puts jobs with any values in their columns into a database, counted as the server counts them; nothing else happens to them.</summary>
internal static class JobTable
{
    private static readonly DateTime Now = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    /// <summary>Adds jobs; returns their numbers.</summary>
    /// <param name="database">JobDB.</param>
    /// <param name="vo">Their VO.</param>
    /// <param name="rows">For each job the values of <paramref name="columns"/>.</param>
    /// <param name="columns">Columns of Jobs.</param>
    public static Task<IReadOnlyList<long>> AddAsync(IDatabase database, string vo, IReadOnlyList<object?[]> rows, params string[] columns) => database.WriteAsync(
        async (session, token) =>
        {
            var job = JobFactory.Derive(ClassAd.Parse(Community.Simple), "ann", $"{vo}_user", vo);
            var ids = await JobStore.InsertAsync(session, [.. Enumerable.Repeat(job, rows.Count)], Now, token);
            await JobCounts.KeepAsync(
                session, ids, () => session.UpdateManyAsync("Jobs", "JobID", columns, ids.Zip(rows, IReadOnlyList<object?> (id, row) => [id, .. row]), token), token);
            return ids;
        },
        TestContext.Current.CancellationToken);
}
