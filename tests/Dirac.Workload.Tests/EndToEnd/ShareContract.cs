using Dirac.Persistence;
using Dirac.Workload.Matching;
using Dirac.Workload.Matching.Limits;
using Dirac.Workload.TaskQueues;
using Dirac.Workload.TaskQueues.Shares;
using Dirac.Workload.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Workload.Tests.EndToEnd;

public sealed class ShareSqlite : ShareContract
{
    public ShareSqlite()
        : base(Engine.Sqlite)
    {
    }
}

public sealed class ShareMySql : ShareContract
{
    public ShareMySql()
        : base(Engine.MySql)
    {
    }
}

public abstract class ShareContract(Engine engine)
{
    private const string Vo = "shares";

    private const string Configuration = """
        Registry
        {
          Groups
          {
            heavy
            {
              VO = shares
              JobShare = 3000
            }
            light
            {
              VO = shares
            }
            together
            {
              VO = shares
              Properties = NormalUser, JobSharing
            }
          }
        }
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Matches_OfGroupsWithSharesThreeToOne_AreThreeToOneHoweverManyQueues(int queues)
    {
        const int seed = 31;
        const int matches = 800;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        await using var server = await WorkloadServer.StartAsync(engine, Configuration);
        var index = new MatchIndex();
        for (var number = 0; number < queues; number++) await EnterAsync(server, index, Key("ann", "heavy", $"tag{number}"), 1_000 + (number * 1_000), matches);
        await EnterAsync(server, index, Key("bob", "light"), 10_000, matches);
        await ActivatorUtilities.CreateInstance<RecalculateShares>(server.Services, index).RunAsync(null, Token);
        var claim = new ClaimJob(server.Services.GetRequiredService<WorkloadDatabases>(), index, server.Services.GetRequiredService<OfferConditions>(), new RandomSource(seed));
        var offer = new Offer { VO = Vo, Site = "DIRAC.Test.local", CpuTime = 100_000, Tags = ["tag0", "tag1", "tag2"] };

        var heavy = 0;
        for (var match = 0; match < matches; match++)
        {
            if ((await claim.RunAsync(offer, Token)).Job < 10_000) heavy++;
        }

        // Within four standard deviations of three quarters; DIRAC's own draw gives five sixths.
        Assert.InRange(heavy, 551, 649);
    }

    [Fact]
    public async Task Priorities_AreWorkedOutForNewQueuesAndKnownToTheIndex()
    {
        await using var server = await WorkloadServer.StartAsync(engine, Configuration);
        var services = server.Services;
        var enter = services.GetRequiredService<EnterTaskQueues>();

        await enter.RunAsync([new QueuedJob(1, Key("ann", "heavy"), 1), new QueuedJob(2, Key("bob", "heavy"), 1), new QueuedJob(3, Key("bob", "heavy", "GPU"), 3)], Token);
        await enter.RunAsync([new QueuedJob(4, Key("ann", "together"), 1), new QueuedJob(5, Key("bob", "together"), 3)], Token);

        await Eventually.SeeAsync(
            () => Task.FromResult(string.Join(' ', services.GetRequiredService<MatchIndex>().All().Select(queue => queue.Priority).Order())),
            seen => seen == "250 375 750 1125 1500",
            "Priorities in the index");
        Assert.Equal(1, await server.CountAsync("TaskQueueDB", "tq_TaskQueues", "Priority BETWEEN 1124.99 AND 1125.01"));
    }

    private static async Task EnterAsync(WorkloadServer server, MatchIndex index, TaskQueueKey key, long firstJob, int count)
    {
        var queue = await server.Database("TaskQueueDB").WriteAsync(
            async (session, token) =>
            {
                var found = await TaskQueueStore.FindOrCreateAsync(session, key, 5_000, token);
                await TaskQueueStore.AddJobsAsync(session, found.Id, [.. Enumerable.Range(0, count).Select(number => new QueuedJob(firstJob + number, key, 1))], token);
                return found.Id;
            },
            Token);
        index.Added(queue, key, count);
    }

    private static TaskQueueKey Key(string owner, string group, string? tag = null) =>
        new(owner, group, Vo, 3_600, [KeyValuePair.Create("Tags", tag is null ? Enumerable.Empty<string>() : [tag])]);
}
