using System.Collections.Concurrent;
using Dirac.Persistence;
using Dirac.Tasks.Storage;
using Dirac.Tasks.Tests.Transports;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Tasks.Tests.Running;

/// <summary>How tasks run, from the queue through the handler to the record, on every engine and by every broker.</summary>
public abstract class TaskWorkersContract(Engine engine, TestBroker broker = TestBroker.None)
{
    // With its only slot taken a pool does not claim, and cannot get back a task whose lease the test lets run out.
    private static void OneAtATime(IServiceCollection services) => services.AddTasks(options => options.Small.Fix(1));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Enqueue_WhileWorkersWait_WakesThem()
    {
        await using var world = await CreateAsync();
        await world.StartAsync();

        await world.EnqueueAsync(25);
        await world.WaitForCountAsync("x_Tasks", 0);

        await world.StopAsync();
        Assert.Equal(0, await world.CountAsync("x_DeadTasks"));
    }

    [Fact]
    public async Task Handle_ManyTasks_EachExactlyOnce()
    {
        const int count = 2_000;
        await using var world = await CreateAsync(TaskWorld.Note(batchSize: 50));
        var seen = new ConcurrentBag<int>();
        world.Script.Handle = (batch, _, _) =>
        {
            foreach (var task in batch)
                seen.Add(task.Message.Number);
            return NoteScript.All(batch, TaskOutcome.Done);
        };
        await world.StartAsync();

        await Task.WhenAll(world.EnqueueAsync(count / 2), world.EnqueueAsync(count / 2));
        await world.WaitForCountAsync("x_Tasks", 0);

        await world.StopAsync();
        Assert.Equal(count, seen.Count);
        Assert.All(seen.CountBy(number => number), number => Assert.Equal(2, number.Value));
    }

    [Fact]
    public async Task Handle_PoisonInABatch_LeavesItsNeighboursUnharmed()
    {
        await using var world = await CreateAsync();
        world.Script.Handle = (batch, _, _) => batch.Any(task => task.Message.Number == 3)
            ? throw new FormatException("number 3 is poison")
            : NoteScript.All(batch, TaskOutcome.Done);
        await world.EnqueueAsync(10);
        await world.StartAsync();

        await world.WaitForCountAsync("x_Tasks", 1);
        await world.WaitForCountAsync("x_Tasks", 1, "Owner IS NULL");

        await world.StopAsync();
        Assert.Equal(1, await world.CountAsync("x_Tasks", "Attempt = 1 AND Errors LIKE '%number 3 is poison%'"));
    }

    [Fact]
    public async Task Handle_EveryOutcome_IsRecorded()
    {
        await using var world = await CreateAsync();
        world.Script.Handle = async (batch, context, cancellationToken) =>
        {
            await world.Database.WriteAsync(
                (session, token) => context.CompleteAsync(session, batch.Where(task => task.Message.Number == 1), token), cancellationToken);
            return [TaskOutcome.Done, TaskOutcome.AlreadyDone, new TaskOutcome.RetryAfter(TimeSpan.FromHours(1), "early"), new TaskOutcome.Failed("wrong")];
        };
        await world.EnqueueAsync(4);
        await world.StartAsync();

        await world.WaitForCountAsync("x_Tasks", 2);

        await world.StopAsync();
        Assert.Equal(1, await world.CountAsync("x_Tasks", "Attempt = 0 AND Errors IS NULL AND Owner IS NULL"));
        Assert.Equal(1, await world.CountAsync("x_Tasks", "Attempt = 1 AND Errors LIKE '%wrong%' AND Owner IS NULL"));
    }

    [Fact]
    public async Task Handle_FailsInEveryAttempt_EndsAmongTheDeadWithEachError()
    {
        await using var world = await CreateAsync(TaskWorld.Note(maxAttempts: 2));
        world.Script.Handle = (batch, _, _) => NoteScript.All(batch, new TaskOutcome.Failed($"wrong in attempt {batch[0].Attempt}"));
        await world.StartAsync();

        await world.EnqueueAsync(1);
        await world.WaitForCountAsync("x_Tasks", 1, "Attempt = 1 AND Owner IS NULL");
        await world.EndWaitsAsync();
        world.Ring();
        await world.WaitForCountAsync("x_DeadTasks", 1);

        await world.StopAsync();
        var dead = Assert.Single(await world.Dead.ListAsync(new DeadTaskFilter(), 10, Token));
        Assert.Equal(["wrong in attempt 1", "wrong in attempt 2"], dead.Errors.Select(error => error.Error));
    }

    [Fact]
    public async Task Handle_FailureThatNoAttemptWillMend_IsDeadAtOnce_AndOthersWaitAsTheirPolicySays()
    {
        var retry = new RetryPolicy(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1))
        {
            For = failure => failure switch
            {
                { Kind: FailureKind.BadInput } => null,
                { Exception: TimeoutException } => new RetryPolicy(TimeSpan.FromHours(2), TimeSpan.FromHours(2)),
                _ => throw new FormatException("a policy that fails itself"),
            },
        };
        await using var world = await TaskWorld.CreateAsync(engine, new TaskDefinition("note") { Database = TaskWorld.DatabaseName, Retry = retry });
        world.Script.Handle = (batch, _, _) => batch[0].Message.Number switch
        {
            0 => NoteScript.All(batch, new TaskOutcome.Failed("no such site", FailureKind.BadInput)),
            1 => throw new TimeoutException("the store is away"),
            _ => NoteScript.All(batch, new TaskOutcome.Failed("odd")),
        };
        await world.EnqueueAsync(3);
        await world.StartAsync();

        await world.WaitForCountAsync("x_Tasks", 2, "Owner IS NULL AND Attempt = 1");
        await world.WaitForCountAsync("x_DeadTasks", 1, "Attempt = 1 AND Errors LIKE '%no such site%'");

        await world.StopAsync();
        Assert.Equal(1, await world.CountAsync("x_Tasks", "Errors LIKE '%is away%' AND DueMs - CreatedMs > 3000000"));
        Assert.Equal(1, await world.CountAsync("x_Tasks", "Errors LIKE '%odd%' AND DueMs - CreatedMs < 120000"));
    }

    [Fact]
    public async Task Handle_UnreadableMessage_IsDeadAtOnceAndTheOthersAreDone()
    {
        await using var world = await CreateAsync();
        await world.EnqueueAsync(3);
        await world.ExecuteAsync("UPDATE {x_Tasks} SET Body = '[nonsense' WHERE Body LIKE '%:1,%'");
        await world.StartAsync();

        await world.WaitForCountAsync("x_Tasks", 0);

        await world.StopAsync();
        Assert.Equal(1, await world.CountAsync("x_DeadTasks", "Reason = 'Unreadable'"));
    }

    [Fact]
    public async Task Handle_PastItsTimeLimit_IsCancelledAndCountsAsAnAttempt()
    {
        await using var world = await CreateAsync(fakeTime: true);
        var entered = new TaskCompletionSource();
        world.Script.Handle = async (batch, _, cancellationToken) =>
        {
            entered.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return [];
        };
        await world.EnqueueAsync(1);
        await world.StartAsync();
        await entered.Task;

        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.WaitForCountAsync("x_Tasks", 1, "Owner IS NULL");

        await world.StopAsync();
        Assert.Equal(1, await world.CountAsync("x_Tasks", "Attempt = 1 AND Errors LIKE '%ran longer%'"));
    }

    [Fact]
    public async Task Handle_IgnoringItsCancellation_IsGivenUpAndFencedOff()
    {
        await using var world = await CreateAsync(fakeTime: true);
        var entered = new TaskCompletionSource<(ClaimedTask Task, TaskContext Context)>();
        var leave = new TaskCompletionSource();
        world.Script.Handle = async (batch, context, _) =>
        {
            entered.TrySetResult((batch[0], context));
            await leave.Task;
            return [TaskOutcome.Done];
        };
        await world.EnqueueAsync(1);
        await world.StartAsync();
        var (task, context) = await entered.Task;

        world.Time.Advance(TimeSpan.FromMinutes(2));
        await world.WaitForCountAsync("x_Tasks", 1, "Owner IS NULL");

        await Assert.ThrowsAsync<LeaseLostException>(() => world.Database.WriteAsync(
            (session, token) => context.CompleteAsync(session, [task], token), Token));
        leave.SetResult();
        await world.StopAsync();
        Assert.Equal(1, await world.CountAsync("x_Tasks", "Attempt = 1 AND Errors LIKE '%ignored%'"));
    }

    [Fact]
    public async Task Stop_HandlerThatEndsInTime_IsWaitedFor()
    {
        await using var world = await CreateAsync(fakeTime: true);
        var entered = new TaskCompletionSource();
        var cancelled = true;
        world.Script.Handle = async (batch, context, cancellationToken) =>
        {
            entered.TrySetResult();
            var stopping = new TaskCompletionSource();
            await using var registration = context.Stopping.Register(stopping.SetResult);
            await stopping.Task;
            cancelled = cancellationToken.IsCancellationRequested;
            return await NoteScript.All(batch, TaskOutcome.Done);
        };
        await world.EnqueueAsync(1);
        await world.StartAsync();
        await entered.Task;
        await world.StopAsync();

        Assert.False(cancelled);
        Assert.Equal(0, await world.CountAsync("x_Tasks"));
    }

    [Fact]
    public async Task Stop_HandlerThatGoesOnAfterTheGrace_IsCancelledWithoutAnAttempt()
    {
        await using var world = await CreateAsync(
            fakeTime: true, configure: services => services.AddTasks(options => options.StopGrace = TimeSpan.Zero));
        var entered = new TaskCompletionSource();
        world.Script.Handle = async (_, _, cancellationToken) =>
        {
            entered.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return [];
        };
        await world.EnqueueAsync(1);
        await world.StartAsync();
        await entered.Task;

        await world.StopAsync();

        Assert.Equal(1, await world.CountAsync("x_Tasks", "Attempt = 0 AND Owner IS NULL AND Errors IS NULL"));
    }

    [Fact]
    public async Task Lease_WhileTheHandlerWorks_IsRenewed()
    {
        await using var world = await CreateAsync(fakeTime: true, configure: OneAtATime);
        var (entered, leave) = (new TaskCompletionSource(), new TaskCompletionSource());
        world.Script.Handle = async (batch, _, _) =>
        {
            entered.TrySetResult();
            await leave.Task;
            return [TaskOutcome.Done];
        };
        await world.EnqueueAsync(1);
        await world.StartAsync();
        await entered.Task;
        await world.ExpireLeasesAsync();

        world.Time.Advance(TimeSpan.FromSeconds(10));
        await world.WaitForCountAsync("x_Tasks", 1, "DueMs > 0");

        leave.SetResult();
        await world.WaitForCountAsync("x_Tasks", 0);
        await world.StopAsync();
    }

    [Fact]
    public async Task Lease_TakenByAnother_CancelsTheHandlerAndLeavesTheTaskToIt()
    {
        await using var world = await CreateAsync(fakeTime: true, configure: OneAtATime);
        var (entered, left) = (new TaskCompletionSource(), new TaskCompletionSource());
        world.Script.Handle = async (batch, _, cancellationToken) =>
        {
            entered.TrySetResult();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }
            finally
            {
                left.SetResult();
            }
            return [];
        };
        await world.EnqueueAsync(1);
        await world.StartAsync();
        await entered.Task;
        await world.ExecuteAsync("UPDATE {x_Tasks} SET Owner = 'another', Epoch = Epoch + 1, DueMs = DueMs + 60000");

        world.Time.Advance(TimeSpan.FromSeconds(10));
        await left.Task;
        await world.StopAsync();

        Assert.Equal(1, await world.CountAsync("x_Tasks", "Owner = 'another'"));
    }

    private Task<TaskWorld> CreateAsync(TaskDefinition? note = null, bool fakeTime = false, Action<IServiceCollection>? configure = null) =>
        TaskWorld.CreateAsync(engine, note, fakeTime, configure, broker);
}

public sealed class SqliteTaskWorkersTests() : TaskWorkersContract(Engine.Sqlite);

public sealed class MySqlTaskWorkersTests() : TaskWorkersContract(Engine.MySql);

public sealed class SqliteMemoryTaskWorkersTests() : TaskWorkersContract(Engine.Sqlite, TestBroker.Memory);

public sealed class SqliteRedisTaskWorkersTests() : TaskWorkersContract(Engine.Sqlite, TestBroker.Redis);

public sealed class MySqlRedisTaskWorkersTests() : TaskWorkersContract(Engine.MySql, TestBroker.Redis);
