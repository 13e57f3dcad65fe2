using Dirac.Model.Api;
using Dirac.Model.Jobs;
using Dirac.Persistence;
using Dirac.Testing;
using Dirac.Workload.Attempts;
using Dirac.Workload.Jobs;
using Dirac.Workload.Logging;
using Dirac.Workload.Pilots;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Workload.Tests.Stores;

/// <summary>The way of a job through the stores, on databases that a later version has changed.</summary>
internal sealed class Successor(TestDatabases databases)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async Task RunAsync(IReadOnlyList<NewJob> jobs, DateTime now)
    {
        var ids = await WriteAsync("JobDB", (session, token) => JobStore.InsertAsync(session, jobs, now, token));
        var attempt = new AttemptRow { JobID = ids[0], MatchId = "m", PilotStamp = "p", Site = "S" };
        Assert.Equal(1, await WriteAsync("JobDB", (session, token) => AttemptStore.StartAsync(session, attempt, 1_000, token)));
        await databases.Get("JobDB").WriteAsync(
            (session, token) => databases.Services.GetRequiredService<LoggingOutbox>().AddAsync(
                session, [JobLogRow.Now(ids[0], JobStatus.Received, "m", "a", now, "Tester")], token),
            Token);
        await databases.Services.GetRequiredService<LoggingRelay>().DrainAsync(Token);
        await databases.Get("PilotAgentsDB").WriteAsync((session, token) => PilotStore.AddAsync(session, new PilotRegistration("p", "demo"), now, token), Token);

        Assert.Single(await databases.Get("JobDB").ReadAsync((session, token) => JobStore.LoadAsync(session, "demo", ids, token), Token));
        Assert.Single((await databases.Services.GetRequiredService<JobHistory>().ReadAsync(ids, Token))[ids[0]]);
    }

    private Task<T> WriteAsync<T>(string database, Func<IDbSession, CancellationToken, Task<T>> work) => databases.Get(database).WriteAsync(work, Token);
}
