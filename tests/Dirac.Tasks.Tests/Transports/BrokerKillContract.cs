using Dirac.Persistence;
using Dirac.TaskProcess;
using Dirac.Tasks.Tests.Processes;

namespace Dirac.Tasks.Tests.Transports;

/// <summary>A broker that is killed under load, and whose data are deleted, loses no task and doubles no effect; nor do workers and relays that are killed with it.</summary>
public abstract class BrokerKillContract(Engine engine)
{
    private const int Tasks = 1_500;
    private const int TasksWhileAway = 50;

    [Fact]
    public async Task Broker_KilledAndItsDataDeletedUnderLoad_IsANonEvent()
    {
        using var broker = StartBroker();
        await using var world = await ProcessWorld.CreateAsync(engine, broker.Kind, broker.Address);
        RunningTaskProcess[] workers = [await world.StartAsync(works: true), await world.StartAsync(works: true)];
        await world.EnqueueAsync(Enumerable.Range(0, Tasks).Select(number => new Effect(number)));
        await DoneAsync(world, 0, Tasks / 10);

        broker.Kill();
        broker.DeleteData();
        broker.Restart();
        await DoneAsync(world, 0, Tasks / 3);
        await workers[0].KillAsync();
        broker.Kill();
        await world.EnqueueAsync(Enumerable.Range(Tasks, TasksWhileAway).Select(number => new Effect(number)));
        await DoneAsync(world, Tasks, TasksWhileAway);
        workers[0] = await world.StartAsync(works: true);
        broker.Restart();
        await ProcessWorld.WaitAsync("tasks left", () => world.CountAsync("x_Tasks"), left => left == 0);

        Assert.Equal(
            Enumerable.Range(0, Tasks + TasksWhileAway).Select(number => (long)number),
            await world.RowsAsync<long>("SELECT Number FROM {x_Effects} WHERE Kind = 'Effect' ORDER BY Number"));
        Assert.Equal(0, await world.CountAsync("x_DeadTasks"));
        foreach (var worker in workers)
            Assert.Equal(0, await worker.StopAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The broker, running.</summary>
    internal abstract IOwnBroker StartBroker();

    private static Task DoneAsync(ProcessWorld world, int from, int count) =>
        ProcessWorld.WaitAsync($"effects from {from}", () => world.CountAsync("x_Effects", $"Number >= {from}"), done => done >= count);
}

public sealed class SqliteRedisBrokerKillTests() : BrokerKillContract(Engine.Sqlite)
{
    internal override IOwnBroker StartBroker() => OwnRedis.Start();
}

public sealed class MySqlRedisBrokerKillTests() : BrokerKillContract(Engine.MySql)
{
    internal override IOwnBroker StartBroker() => OwnRedis.Start();
}
