using System.Collections.Concurrent;
using Dirac.Persistence;
using Dirac.Tasks.Transports;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Tasks.Tests.Transports;

/// <summary>What becomes of tasks when their broker is away, loses them, or delivers them again.</summary>
public sealed class LossTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Broker_LosesAll_IsFilledAgain()
    {
        await using var world = await CreateAsync(OneAtATime);
        var (entered, leave) = (new TaskCompletionSource(), new TaskCompletionSource());
        var seen = new ConcurrentQueue<int>();
        world.Script.Handle = async (batch, _, _) =>
        {
            entered.TrySetResult();
            await leave.Task;
            seen.Enqueue(batch[0].Message.Number);
            return [TaskOutcome.Done];
        };
        await world.StartAsync();
        await world.EnqueueAsync(5);
        await entered.Task;
        await world.WaitForCountAsync("x_Tasks", 5, "Owner = 'memory/1'");

        world.Memory().LoseAll();
        await AgeAsync(world);
        leave.SetResult();
        await world.WaitForCountAsync("x_Tasks", 0);

        await world.StopAsync();
        Assert.Equal([0, 1, 2, 3, 4], seen.Distinct().Order());
        Assert.Equal(0, await world.CountAsync("x_DeadTasks"));
    }

    [Fact]
    public async Task Broker_HasNothingAlthoughNothingTellsThatItLostIt_IsFilledAgain()
    {
        await using var world = await CreateAsync();
        await world.EnqueueAsync(3);
        await world.ExecuteAsync("UPDATE {x_Tasks} SET Owner = 'memory/1', Epoch = Epoch + 1, DueMs = DueMs + 500000");

        await world.StartAsync();
        await world.WaitForCountAsync("x_Tasks", 0);

        await world.StopAsync();
    }

    [Fact]
    public async Task Broker_AwayFromTheStart_TheTableTakesOver_AndGivesBackWhenItComes()
    {
        await using var world = await CreateAsync();
        var memory = world.Memory();
        memory.Away = true;
        await world.StartAsync();

        await world.EnqueueAsync(3);
        await world.WaitForCountAsync("x_Tasks", 0);
        Assert.Equal(0, memory.Published);

        memory.Away = false;
        await WaitAsync(async () =>
        {
            await world.EnqueueAsync(1);
            await world.WaitForCountAsync("x_Tasks", 0);
            return memory.Published > 0;
        });
        await world.StopAsync();
    }

    [Fact]
    public async Task Stop_WhileTheBrokerFails_EndsInOrder()
    {
        await using var world = await CreateAsync();
        var asked = new TaskCompletionSource();
        world.Memory().Looking = async stopping =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new IOException("The broker breaks off, as the test wants.");
        };
        await world.StartAsync();
        await asked.Task;

        await world.StopAsync();
    }

    [Fact]
    public async Task Broker_GoesAway_WhatWasOnItsWayGoesByTheTable()
    {
        await using var world = await CreateAsync(OneAtATime);
        var (entered, leave) = (new TaskCompletionSource(), new TaskCompletionSource());
        world.Script.Handle = async (batch, _, _) =>
        {
            entered.TrySetResult();
            await leave.Task;
            return [TaskOutcome.Done];
        };
        await world.StartAsync();
        await world.EnqueueAsync(5);
        await entered.Task;
        await world.WaitForCountAsync("x_Tasks", 5, "Owner = 'memory/1'");

        world.Memory().Away = true;
        await AgeAsync(world);
        leave.SetResult();
        await world.WaitForCountAsync("x_Tasks", 0);

        await world.StopAsync();
    }

    [Fact]
    public async Task Broker_DeliversAgain_FencesTheFirstHolderAndCountsAnAttempt()
    {
        await using var world = await CreateAsync();
        var first = new TaskCompletionSource<(ClaimedTask Task, TaskContext Context)>();
        var second = new TaskCompletionSource<ClaimedTask>();
        var leave = new TaskCompletionSource();
        world.Script.Handle = async (batch, context, _) =>
        {
            if (!first.TrySetResult((batch[0], context)))
                second.TrySetResult(batch[0]);
            await leave.Task;
            return [TaskOutcome.Done];
        };
        await world.StartAsync();
        await world.EnqueueAsync(1);
        var (early, late) = (await first.Task, second.Task);

        world.Memory().DeliverAgain();

        var task = await late;
        Assert.True(task.Epoch > early.Task.Epoch);
        Assert.Equal((1, 2), (early.Task.Attempt, task.Attempt));
        await Assert.ThrowsAsync<LeaseLostException>(() => world.Database.WriteAsync(
            (session, token) => early.Context.CompleteAsync(session, [early.Task], token), Token));
        leave.SetResult();
        await world.WaitForCountAsync("x_Tasks", 0);
        await world.StopAsync();
    }

    [Fact]
    public async Task Broker_DeliversAgainUntilNoAttemptIsLeft_TheTaskIsDead()
    {
        await using var world = await CreateAsync(note: TaskWorld.Note(batchSize: 1, maxAttempts: 1));
        var entered = new TaskCompletionSource();
        world.Script.Handle = async (_, context, _) =>
        {
            entered.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return [TaskOutcome.Done];
        };
        await world.StartAsync();
        await world.EnqueueAsync(1);
        await entered.Task;

        world.Memory().DeliverAgain();
        await world.WaitForCountAsync("x_DeadTasks", 1, "Errors LIKE '%vanished%'");

        await world.StopAsync();
    }

    [Fact]
    public async Task Broker_HoldsGarbage_ItIsDroppedAndTheTasksAreDone()
    {
        await using var world = await CreateAsync();
        var lane = new TransportLane(TaskWorld.DatabaseName, TaskSize.Small, TaskPriority.Normal);
        await world.Memory().PublishAsync(lane, [new ReadOnlyMemory<byte>([1, 2, 3])], Token);
        await world.StartAsync();

        await world.EnqueueAsync(1);
        await world.WaitForCountAsync("x_Tasks", 0);

        await world.StopAsync();
        Assert.True((await world.Memory().LookAsync([lane], Token)).Depths[0].IsEmpty);
    }

    private static void OneAtATime(IServiceCollection services) => services.AddTasks(options => options.Small.Fix(1));

    private static Task<TaskWorld> CreateAsync(Action<IServiceCollection>? configure = null, TaskDefinition? note = null) =>
        TaskWorld.CreateAsync(
            Engine.Sqlite,
            note ?? TaskWorld.Note(batchSize: 1),
            broker: TestBroker.Memory,
            configure: services =>
            {
                services.AddTasks(options => options.PollInterval = TimeSpan.FromMilliseconds(50));
                services.Configure<BrokerOptions>(options => options.TakeOverSeconds = 1);
                configure?.Invoke(services);
            });

    /// <summary>As if everything had been handed over a minute ago.</summary>
    private static Task AgeAsync(TaskWorld world) => world.ExecuteAsync("UPDATE {x_Tasks} SET DueMs = DueMs - 60000 WHERE Owner LIKE 'memory/%'");

    private static async Task WaitAsync(Func<Task<bool>> happened)
    {
        for (var times = 0; !await happened(); times++)
            Assert.True(times < 1_000, "It did not happen.");
    }
}
