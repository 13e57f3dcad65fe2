using System.Collections.Concurrent;
using Dirac.Persistence;
using Dirac.Tasks.Transports;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Tasks.Tests.Transports;

/// <summary>What holds where a broker carries tasks, beside what holds without one (<c>TaskWorkersContract</c>).</summary>
public abstract class TransportContract(Engine engine, TestBroker broker)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task HandOver_DueTask_IsTheBrokersAndRunsUnderTheSameEpoch()
    {
        await using var world = await CreateAsync();
        var (entered, leave) = (new TaskCompletionSource<ClaimedTask>(), new TaskCompletionSource());
        world.Script.Handle = async (batch, _, _) =>
        {
            entered.TrySetResult(batch[0]);
            await leave.Task;
            return [TaskOutcome.Done];
        };
        await world.StartAsync();
        await world.EnqueueAsync(1);

        var task = await entered.Task;

        Assert.Equal(1, await world.CountAsync("x_Tasks", $"Owner LIKE '%/%' AND Attempt = 0 AND Epoch = {task.Epoch}"));
        leave.SetResult();
        await world.WaitForCountAsync("x_Tasks", 0);
        await world.StopAsync();
    }

    [Fact]
    public async Task Receive_SeveralPriorities_TheMostUrgentFirst()
    {
        await using var world = await CreateAsync(OneAtATime);
        var (entered, leave) = (new TaskCompletionSource(), new TaskCompletionSource());
        var order = new ConcurrentQueue<int>();
        world.Script.Handle = async (batch, _, _) =>
        {
            order.Enqueue(batch[0].Message.Number);
            entered.TrySetResult();
            await leave.Task;
            return [TaskOutcome.Done];
        };
        await world.StartAsync();
        await world.EnqueueAsync(new NewTask<Note>(new Note(0)));
        await entered.Task;
        await world.EnqueueAsync(new NewTask<Note>(new Note(3)) { Priority = TaskPriority.Background });
        await world.EnqueueAsync(new NewTask<Note>(new Note(2)));
        await world.EnqueueAsync(new NewTask<Note>(new Note(1)) { Priority = TaskPriority.Realtime });
        await WaitForMessagesAsync(world, 4);

        leave.SetResult();
        await world.WaitForCountAsync("x_Tasks", 0);

        await world.StopAsync();
        Assert.Equal([0, 1, 2, 3], order);
    }

    [Fact]
    public async Task Receive_UrgentOnesThatDoNotEnd_LowerOnesWithoutPatienceGoOn()
    {
        const int urgent = 150;
        await using var world = await CreateAsync(services => services.AddTasks(options =>
        {
            options.Small.Fix(1);
            options.StarvationAfter = TimeSpan.FromMilliseconds(1);
        }));
        var (entered, leave) = (new TaskCompletionSource(), new TaskCompletionSource());
        var order = new ConcurrentQueue<int>();
        world.Script.Handle = async (batch, _, _) =>
        {
            order.Enqueue(batch[0].Message.Number);
            entered.TrySetResult();
            await leave.Task;
            return [TaskOutcome.Done];
        };
        await world.StartAsync();
        await world.EnqueueAsync(new NewTask<Note>(new Note(-1)) { Priority = TaskPriority.Realtime });
        await entered.Task;
        await world.EnqueueAsync([.. Enumerable.Range(0, urgent).Select(number => new NewTask<Note>(new Note(number)) { Priority = TaskPriority.Realtime })]);
        await world.EnqueueAsync(new NewTask<Note>(new Note(urgent)) { Priority = TaskPriority.Background });
        await WaitForMessagesAsync(world, urgent + 2);

        leave.SetResult();
        await world.WaitForCountAsync("x_Tasks", 0);

        await world.StopAsync();
        Assert.InRange(order.ToList().IndexOf(urgent), 1, urgent - 1);
    }

    [Fact]
    public async Task Stop_MessagesNotBegun_AreDueAgainWithoutAnAttempt()
    {
        await using var world = await CreateAsync(OneAtATime);
        var (entered, stopping) = (new TaskCompletionSource(), new TaskCompletionSource());
        world.Script.Handle = async (batch, context, _) =>
        {
            entered.TrySetResult();
            await using var registration = context.Stopping.Register(stopping.SetResult);
            await stopping.Task;
            return [TaskOutcome.Done];
        };
        await world.EnqueueAsync(2);
        await world.StartAsync();
        await entered.Task;

        await world.StopAsync();

        Assert.Equal(1, await world.CountAsync("x_Tasks"));
        Assert.Equal(1, await world.CountAsync("x_Tasks", "Attempt = 0 AND Owner IS NULL AND Errors IS NULL"));
    }

    [Fact]
    public async Task Pause_WhileTasksAreWithTheBroker_KeepsThemFromRunning()
    {
        await using var world = await CreateAsync(OneAtATime, fakeTime: true);
        var (entered, leave) = (new TaskCompletionSource(), new TaskCompletionSource());
        var handled = 0;
        world.Script.Handle = async (batch, _, _) =>
        {
            Interlocked.Increment(ref handled);
            entered.TrySetResult();
            await leave.Task;
            return [TaskOutcome.Done];
        };
        await world.StartAsync();
        await world.EnqueueAsync(1);
        await world.AdvanceUntilAsync(entered.Task);
        await world.EnqueueAsync(3);
        await world.WaitForCountAsync("x_Tasks", 4, "Owner LIKE '%/%'");

        await world.Pauses.PauseAsync("note", "operator", "as the test wants", Token);
        world.Time.Advance(TimeSpan.FromSeconds(2));
        leave.SetResult();
        await world.WaitForCountAsync("x_Tasks", 3);
        await world.WaitForCountAsync("x_Tasks", 3, "Size = 100");
        Assert.Equal(1, handled);

        await world.Pauses.ResumeAsync("note", "operator", Token);
        // Whoever asked for pauses just before believes the answer for a second of its time.
        await world.AdvanceUntilCountAsync("x_Tasks", 0);
        await world.StopAsync();
    }

    private static void OneAtATime(IServiceCollection services) => services.AddTasks(options => options.Small.Fix(1));

    private static async Task WaitForMessagesAsync(TaskWorld world, long count)
    {
        var transport = world.Services.GetRequiredService<ChosenTransport>().Transport!;
        var lanes = TransportLane.Of(TaskWorld.DatabaseName, TaskSize.Small);
        var begun = TimeProvider.System.GetTimestamp();
        long found;
        while ((found = (await transport.LookAsync(lanes, Token)).Depths.Sum(depth => depth.Messages)) != count)
        {
            if (TimeProvider.System.GetElapsedTime(begun) > TimeSpan.FromSeconds(60))
                Assert.Fail($"The broker has {found} messages, not {count}.");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Token);
        }
    }

    private Task<TaskWorld> CreateAsync(Action<IServiceCollection>? configure = null, bool fakeTime = false) =>
        TaskWorld.CreateAsync(engine, TaskWorld.Note(batchSize: 1), fakeTime, configure, broker);
}

public sealed class SqliteMemoryTransportTests() : TransportContract(Engine.Sqlite, TestBroker.Memory);

public sealed class SqliteRedisTransportTests() : TransportContract(Engine.Sqlite, TestBroker.Redis);

public sealed class MySqlRedisTransportTests() : TransportContract(Engine.MySql, TestBroker.Redis);
