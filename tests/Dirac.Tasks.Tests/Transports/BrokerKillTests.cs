using Dirac.Persistence;
using Dirac.TaskProcess;
using Dirac.Tasks.Tests.Processes;

namespace Dirac.Tasks.Tests.Transports;

/// <summary>A broker that is killed under load, and whose data are deleted, loses no task and doubles no effect; nor do workers and relays that are killed with it.</summary>
public sealed class BrokerKillTests
{
    private const int Tasks = 3_000;

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.MySql)]
    public async Task Broker_KilledAndItsDataDeletedUnderLoad_IsANonEvent(Engine engine)
    {
        using var redis = OwnRedis.Start();
        await using var world = await ProcessWorld.CreateAsync(engine, redis.Address);
        RunningTaskProcess[] workers = [await world.StartAsync(works: true), await world.StartAsync(works: true)];
        await world.EnqueueAsync(Enumerable.Range(0, Tasks).Select(number => new Effect(number)));
        await DoneAsync(world, Tasks / 10);

        redis.Kill();
        redis.DeleteData();
        redis.Restart();
        await DoneAsync(world, Tasks / 4);
        await workers[0].KillAsync();
        redis.Kill();
        await DoneAsync(world, Tasks / 2);
        workers[0] = await world.StartAsync(works: true);
        redis.Restart();
        await ProcessWorld.WaitAsync("tasks left", () => world.CountAsync("x_Tasks"), left => left == 0);

        Assert.Equal(Enumerable.Range(0, Tasks).Select(number => (long)number), await world.RowsAsync<long>("SELECT Number FROM {x_Effects} WHERE Kind = 'Effect' ORDER BY Number"));
        Assert.Equal(0, await world.CountAsync("x_DeadTasks"));
        foreach (var worker in workers)
            Assert.Equal(0, await worker.StopAsync(TestContext.Current.CancellationToken));
    }

    private static Task DoneAsync(ProcessWorld world, int count) => ProcessWorld.WaitAsync("effects", () => world.CountAsync("x_Effects"), done => done >= count);
}
