using Dirac.Persistence;
using Dirac.Workload.Attempts;
using Dirac.Workload.Tests.Support;

namespace Dirac.Workload.Tests.Stores;

public sealed class AttemptStoreSqlite(Support.Stores stores) : AttemptStoreContract(stores, Engine.Sqlite);

public sealed class AttemptStoreMySql(Support.Stores stores) : AttemptStoreContract(stores, Engine.MySql);

public abstract class AttemptStoreContract(Support.Stores stores, Engine engine) : StoreContract(stores, engine)
{
    [Fact]
    public async Task Start_NumbersPerJobAndTakesAMatchIdOnce()
    {
        var ids = await AddJobsAsync(2);
        var match = Unique.Name("m");

        Assert.Equal(1, await StartAsync(ids[0], match));
        Assert.Null(await StartAsync(ids[1], match));
        Assert.Equal(1, await StartAsync(ids[1], Unique.Name("m")));
        Assert.Equal(2, await StartAsync(ids[0], Unique.Name("m")));
        Assert.Equal(ids[0], (await ReadAsync("JobDB", (session, token) => AttemptStore.FindByMatchAsync(session, match, token)))!.JobID);
    }

    [Fact]
    public async Task Expired_IsJudgedByTheClockOfTheDatabase()
    {
        var ids = await AddJobsAsync(3);
        await StartAsync(ids[0], Unique.Name("m"), leaseMs: -1_000);
        await StartAsync(ids[1], Unique.Name("m"), leaseMs: 60_000);
        await StartAsync(ids[2], Unique.Name("m"), leaseMs: -60_000);

        Assert.Equal([ids[0], ids[2]], (await ExpiredAsync(graceMs: 0)).Where(ids.Contains).Order());
        Assert.Equal([ids[2]], (await ExpiredAsync(graceMs: 30_000)).Where(ids.Contains));
    }

    [Fact]
    public async Task Renew_LiveAttemptsOfThePilotOnly()
    {
        var ids = await AddJobsAsync(3);
        var pilot = Unique.Name("p");
        foreach (var id in ids) await StartAsync(id, Unique.Name("m"), leaseMs: -1_000, pilot: id == ids[2] ? "other" : pilot);
        await WriteAsync("JobDB", (session, token) => AttemptStore.SupersedeAsync(session, [ids[1]], token));

        await WriteAsync("JobDB", (session, token) => AttemptStore.RenewAsync(session, pilot, ids, 60_000, token));

        Assert.Equal([ids[1], ids[2]], (await ExpiredAsync(0)).Where(ids.Contains).Order());
        await WriteAsync("JobDB", (session, token) => AttemptStore.ExpirePilotAsync(session, "demo", pilot, token));
        Assert.Contains(ids[0], await ExpiredAsync(-1_000));
    }

    [Fact]
    public async Task Advance_GoesForwardsOnly()
    {
        var id = (await AddJobsAsync(1))[0];
        await StartAsync(id, Unique.Name("m"));
        var attempt = new AttemptRow { JobID = id, Attempt = 1 };

        Assert.True(await WriteAsync("JobDB", (session, token) => AttemptStore.AdvanceAsync(session, attempt, 5, token)));
        Assert.False(await WriteAsync("JobDB", (session, token) => AttemptStore.AdvanceAsync(session, attempt, 5, token)));
        Assert.False(await WriteAsync("JobDB", (session, token) => AttemptStore.AdvanceAsync(session, attempt, 4, token)));
    }

    [Fact]
    public async Task End_CountsOnceAndSupersededStaysLiveUntilThen()
    {
        var id = (await AddJobsAsync(1))[0];
        await StartAsync(id, Unique.Name("m"));
        await WriteAsync("JobDB", (session, token) => AttemptStore.SupersedeAsync(session, [id], token));
        var attempt = Assert.Single(await ReadAsync("JobDB", (session, token) => AttemptStore.OfJobsAsync(session, [id], token)));

        Assert.Equal([id], await ReadAsync("JobDB", (session, token) => AttemptStore.LiveAmongAsync(session, [id], token)));
        Assert.True(await WriteAsync("JobDB", (session, token) => AttemptStore.EndAsync(session, attempt, attempt.Outcome, new string('λ', 300), AttemptFault.Pilot, token)));
        Assert.False(await WriteAsync("JobDB", (session, token) => AttemptStore.EndAsync(session, attempt, "Finished", "", AttemptFault.None, token)));
        Assert.Empty(await ReadAsync("JobDB", (session, token) => AttemptStore.LiveAmongAsync(session, [id], token)));
    }

    [Fact]
    public async Task OfPilot_PilotsOfOneStampInTwoVos_AreKeptApart()
    {
        var (own, other) = ((await AddJobsAsync(1))[0], (await AddJobsAsync(1, vo: "other"))[0]);
        var pilot = Unique.Name("p");
        foreach (var id in new[] { own, other }) await StartAsync(id, Unique.Name("m"), pilot: pilot);

        await WriteAsync("JobDB", (session, token) => AttemptStore.ExpirePilotAsync(session, "demo", pilot, token));

        Assert.Equal([own], (await ReadAsync("JobDB", (session, token) => AttemptStore.LiveOfPilotAsync(session, "demo", pilot, token))).Select(attempt => attempt.JobID));
        Assert.Equal([other], (await ReadAsync("JobDB", (session, token) => AttemptStore.OfPilotAsync(session, "other", pilot, 10, token))).Select(attempt => attempt.JobID));
        Assert.Equal([own], (await ExpiredAsync(-1_000)).Intersect([own, other]));
    }

    private Task<int?> StartAsync(long job, string match, long leaseMs = 60_000, string pilot = "p1") => WriteAsync(
        "JobDB",
        (session, token) => AttemptStore.StartAsync(session, new AttemptRow { JobID = job, MatchId = match, PilotStamp = pilot, Site = "S" }, leaseMs, token));

    private async Task<IEnumerable<long>> ExpiredAsync(long graceMs) =>
        (await ReadAsync("JobDB", (session, token) => AttemptStore.ExpiredAsync(session, graceMs, 10_000, token))).Select(attempt => attempt.JobID);
}
