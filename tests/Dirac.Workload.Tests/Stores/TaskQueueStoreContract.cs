using Dirac.Persistence;
using Dirac.Workload.TaskQueues;
using Dirac.Workload.Tests.Matching;
using Dirac.Workload.Tests.Support;

namespace Dirac.Workload.Tests.Stores;

public sealed class TaskQueueStoreSqlite(Support.Stores stores) : TaskQueueStoreContract(stores, Engine.Sqlite);

public sealed class TaskQueueStoreMySql(Support.Stores stores) : TaskQueueStoreContract(stores, Engine.MySql)
{
    [Fact]
    public async Task AddJobs_QueueThatIsDeletedMeanwhile_AreInANewOne()
    {
        var (empty, job) = (await FindAsync(Key()), NextJob());
        var tries = new List<long>();

        await WriteAsync("TaskQueueDB", async (session, token) =>
        {
            tries.Add((await TaskQueueStore.FindOrCreateAsync(session, Key(), 10, token)).Id);
            if (tries.Count == 1) await WriteAsync("TaskQueueDB", (other, until) => TaskQueueStore.DeleteEmptyAsync(other, [empty], until));
            await TaskQueueStore.AddJobsAsync(session, tries[^1], [new QueuedJob(job, Key(), 1)], token);
        });

        Assert.Equal([empty, tries[^1]], tries);
        Assert.Equal(1, await CountAsync("TaskQueueDB", "tq_Jobs", $"JobId = {job} AND TQId = {tries[^1]} AND TQId <> {empty}"));
    }
}

public abstract class TaskQueueStoreContract(Support.Stores stores, Engine engine) : StoreContract(stores, engine)
{
    private static long _job = 1_000_000;

    private readonly string _owner = Unique.Name("owner");

    [Fact]
    public async Task FindOrCreate_TheExactSets_MakeTheQueue()
    {
        TaskQueueKey[] keys =
        [
            Key(), Key(("Sites", ["a"])), Key(("Sites", ["a", "b"])), Key(("BannedSites", ["a"])), Key(("GridCEs", ["a"])), Key(("Platforms", ["a"])), Key(("JobTypes", ["a"])), Key(("Tags", ["a"])),
        ];
        var first = new List<long>();
        foreach (var key in keys)
        {
            first.Add(await FindAsync(key));
            await AddAsync(first[^1], key);
        }

        var second = new List<long>();
        foreach (var key in keys) second.Add(await FindAsync(key));

        Assert.Equal(first, second);
        Assert.Equal(keys.Length, first.Distinct().Count());
        var stored = await ReadAsync("TaskQueueDB", (session, token) => TaskQueueStore.LoadAsync(session, first, token));
        Assert.Equal(keys, stored.OrderBy(queue => queue.Id).Select(queue => queue.Key));
    }

    [Fact]
    public async Task FindOrCreate_FullQueue_OpensAnother()
    {
        var key = Key();
        var queue = await FindAsync(key, most: 2);
        await AddAsync(queue, key, count: 2);

        var next = await FindAsync(key, most: 2);

        Assert.NotEqual(queue, next);
        Assert.Equal(next, await FindAsync(key, most: 2));
    }

    [Fact]
    public async Task AddJobs_JobOfAnotherQueue_Moves()
    {
        var (here, there) = (await FindAsync(Key()), await FindAsync(Key(("Tags", ["x"]))));
        var job = (await AddAsync(here, Key()))[0];

        await WriteAsync("TaskQueueDB", (session, token) => TaskQueueStore.AddJobsAsync(session, there, [new QueuedJob(job, Key(), 10)], token));

        Assert.Equal(1, await CountAsync("TaskQueueDB", "tq_Jobs", $"JobId = {job} AND TQId = {there} AND Priority = 10 AND RealPriority = 1000000"));
        Assert.Equal([job], await ReadAsync("TaskQueueDB", (session, token) => TaskQueueStore.QueuedAmongAsync(session, [job, 1], token)));
    }

    [Fact]
    public async Task AddJobs_TheSameInSeveralQueuesAtOnce_EachIsInOne()
    {
        List<long> queues = [await FindAsync(Key()), await FindAsync(Key(("Tags", ["x"]))), await FindAsync(Key(("Tags", ["y"])))];
        for (var round = 0; round < 20; round++)
        {
            long[] jobs = [NextJob(), NextJob(), NextJob()];

            await Task.WhenAll(queues.Select(queue => Task.Run(() => WriteAsync(
                "TaskQueueDB", (session, token) => TaskQueueStore.AddJobsAsync(session, queue, [.. jobs.Select(job => new QueuedJob(job, Key(), 1))], token)))));

            Assert.Equal(jobs.Length, await CountAsync("TaskQueueDB", "tq_Jobs", $"JobId IN ({string.Join(',', jobs)})"));
        }
    }

    [Fact]
    public async Task Claim_ManyAtOnce_HasOneWinner()
    {
        var queue = await FindAsync(Key());
        var job = (await AddAsync(queue, Key()))[0];

        var wins = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => WriteAsync("TaskQueueDB", (session, token) => TaskQueueStore.ClaimAsync(session, queue, job, token))));

        Assert.Single(wins, won => won);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(9)]
    [InlineData(10)]
    public async Task FirstJobs_OfTheStoredLevel_AreFound(int priority)
    {
        var queue = await FindAsync(Key());
        var jobs = await AddAsync(queue, Key(), count: 3, priority: priority);

        var level = Assert.Single(await ReadAsync("TaskQueueDB", (session, token) => TaskQueueStore.PriorityLevelsAsync(session, queue, token)));

        Assert.Equal(jobs.Take(2), await ReadAsync("TaskQueueDB", (session, token) => TaskQueueStore.FirstJobsAsync(session, queue, level, 2, token)));
    }

    [Fact]
    public async Task RemoveJobs_TellsHowManyPerQueue()
    {
        var (here, there) = (await FindAsync(Key()), await FindAsync(Key(("Tags", ["x"]))));
        var jobs = (await AddAsync(here, Key(), 3)).Concat(await AddAsync(there, Key(("Tags", ["x"])))).ToList();

        var removed = await WriteAsync("TaskQueueDB", (session, token) => TaskQueueStore.RemoveJobsAsync(session, [.. jobs, 5], token));

        Assert.Equal([(here, 3L), (there, 1L)], removed.Select(count => (count.TQId, count.Jobs)).OrderBy(count => count.TQId));
        Assert.Empty(await WriteAsync("TaskQueueDB", (session, token) => TaskQueueStore.RemoveJobsAsync(session, jobs, token)));
    }

    [Fact]
    public async Task DeleteEmpty_SparesQueuesWithJobs()
    {
        var empty = await FindAsync(Key(("Sites", ["a", "b"]), ("Tags", ["x"])));
        var filled = await FindAsync(Key());
        await AddAsync(filled, Key());

        var deleted = await WriteAsync("TaskQueueDB", (session, token) => TaskQueueStore.DeleteEmptyAsync(session, [empty, filled, 99_999_999], token));

        Assert.Equal([empty], deleted);
        Assert.Equal(0, await CountAsync("TaskQueueDB", "tq_TQToSites", $"TQId = {empty}"));
        Assert.Equal(1, await CountAsync("TaskQueueDB", "tq_TaskQueues", $"TQId = {filled} AND Enabled = 1"));
    }

    private protected static long NextJob() => Interlocked.Increment(ref _job);

    private protected TaskQueueKey Key(params (string Field, string[] Values)[] values) =>
        new(_owner, "demo_user", AnOffer.Vo, 3_600, values.Select(pair => KeyValuePair.Create(pair.Field, pair.Values.AsEnumerable())));

    private protected async Task<long> FindAsync(TaskQueueKey key, int most = 5_000) =>
        (await WriteAsync("TaskQueueDB", (session, token) => TaskQueueStore.FindOrCreateAsync(session, key, most, token))).Id;

    private async Task<IReadOnlyList<long>> AddAsync(long queue, TaskQueueKey key, int count = 1, int priority = 1)
    {
        long[] ids = [.. Enumerable.Range(0, count).Select(_ => NextJob())];
        await WriteAsync("TaskQueueDB", (session, token) => TaskQueueStore.AddJobsAsync(session, queue, [.. ids.Select(id => new QueuedJob(id, key, priority))], token));
        return ids;
    }
}
