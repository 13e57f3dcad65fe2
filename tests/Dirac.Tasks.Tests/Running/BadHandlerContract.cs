using Dirac.Persistence;
using Dirac.Tasks.Administration;

namespace Dirac.Tasks.Tests.Running;

/// <summary>Handlers and messages as they should not be: each costs its own task attempts, and nobody else anything.</summary>
public abstract class BadHandlerContract(Engine engine)
{
    private const int Bad = 0;
    private const int Good = 5;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("before the first await", "FormatException: as the test wants")]
    [InlineData("null", "NullReferenceException")]
    [InlineData("unreadable", "UnreadableException, whose message cannot be read: NotSupportedException")]
    [InlineData("cancelled by itself", "OperationCanceledException")]
    [InlineData("no outcomes", "returned null in place of outcomes")]
    [InlineData("too few", "returned 0 outcomes for 1 tasks")]
    [InlineData("no outcome", "returned null in place of an outcome")]
    public async Task Handle_InAnOddWay_FailsThatTaskAlone(string way, string error)
    {
        await using var world = await TaskWorld.CreateAsync(engine);
        world.Script.Handle = (batch, _, _) => batch.Any(task => task.Message.Number == Bad) ? Misbehave(way) : NoteScript.All(batch, TaskOutcome.Done);
        await world.EnqueueAsync(Good + 1);
        await world.StartAsync();

        await world.WaitForCountAsync("x_Tasks", 1);
        await world.WaitForCountAsync("x_Tasks", 1, "Owner IS NULL");

        await world.StopAsync();
        Assert.Equal(1, await world.CountAsync("x_Tasks", $"Attempt = 1 AND Errors LIKE '%{error}%' AND Errors LIKE '%TraceId%'"));
    }

    [Fact]
    public async Task Handle_BlockingAThread_KeepsNobodyElseWaiting()
    {
        await using var world = await TaskWorld.CreateAsync(engine, TaskWorld.Note(batchSize: 1));
        using var gate = new ManualResetEventSlim();
        world.Script.Handle = (batch, _, _) =>
        {
            if (batch[0].Message.Number == Bad)
                gate.Wait(Token);
            return NoteScript.All(batch, TaskOutcome.Done);
        };
        await world.EnqueueAsync(Good + 1);
        await world.StartAsync();

        await world.WaitForCountAsync("x_Tasks", 1);
        gate.Set();
        await world.WaitForCountAsync("x_Tasks", 0);

        await world.StopAsync();
    }

    [Fact]
    public async Task Handle_ThrowingWhenDisposed_FailsItsAttempt()
    {
        await using var world = await TaskWorld.CreateAsync(engine, configure: services =>
            services.AddTask<Reminder, ClumsyHandler>(new TaskDefinition("remind") { Database = TaskWorld.DatabaseName }, TestJson.Default.Reminder));
        await world.Database.WriteAsync((session, token) => world.Queue.EnqueueAsync(session, [new NewTask<Reminder>(new Reminder("x"))], token), Token);
        await world.StartAsync();

        await world.WaitForCountAsync("x_Tasks", 1, "Attempt = 1 AND Errors LIKE '%clumsy%'");

        await world.StopAsync();
    }

    [Fact]
    public async Task Handle_MessageOfAMegabyte_ArrivesWhole()
    {
        await using var world = await TaskWorld.CreateAsync(engine);
        var text = string.Concat(Enumerable.Repeat("ünïcode 'quoted' ", 60_000));
        var got = new TaskCompletionSource<string>();
        world.Script.Handle = (batch, _, _) =>
        {
            got.TrySetResult(batch[0].Message.Text);
            return NoteScript.All(batch, TaskOutcome.Done);
        };
        await world.EnqueueAsync(new NewTask<Note>(new Note(1, text)));
        await world.StartAsync();

        Assert.Equal(text, await got.Task.WaitAsync(TimeSpan.FromSeconds(30), Token));
        await world.WaitForCountAsync("x_Tasks", 0);
        await world.StopAsync();
    }

    [Fact]
    public async Task Handle_ErrorOfAMegabyte_IsCutAndKept()
    {
        await using var world = await TaskWorld.CreateAsync(engine, TaskWorld.Note(maxAttempts: 1));
        world.Script.Handle = (batch, _, _) => NoteScript.All(batch, new TaskOutcome.Failed(new string('x', 1_000_000)));
        await world.EnqueueAsync(1);
        await world.StartAsync();

        await world.WaitForCountAsync("x_DeadTasks", 1);

        await world.StopAsync();
        Assert.InRange(Assert.Single(Assert.Single(await world.Dead.ListAsync(new DeadTaskFilter(), 1, Token)).Errors).Error.Length, 1_000, 5_000);
    }

    [Fact]
    public async Task Handle_MessageOfAnotherVersion_IsLaidAsideWithItsMessage_AndDoneOnceItCanBeRead()
    {
        await using var world = await TaskWorld.CreateAsync(engine);
        await world.EnqueueAsync(Good);
        await world.ExecuteAsync("""UPDATE {x_Tasks} SET Body = '{"Number":{"Major":2},"Text":"new"}' WHERE Body LIKE '%:0,%'""");
        await world.StartAsync();

        await world.WaitForCountAsync("x_Tasks", 0);
        var dead = Assert.Single(await world.Dead.ListAsync(new DeadTaskFilter(), 10, Token));
        Assert.Equal((DeathReason.Unreadable, """{"Number":{"Major":2},"Text":"new"}"""), (dead.Reason, dead.Message));

        await world.ExecuteAsync("""UPDATE {x_DeadTasks} SET Body = '{"Number":2,"Text":"new","Later":true}'""");
        await world.Dead.RetryAsync(new DeadTaskFilter { Reason = DeathReason.Unreadable }, "ann", Token);
        await world.WaitForCountAsync("x_Tasks", 0);

        await world.StopAsync();
        Assert.Equal(0, await world.CountAsync("x_DeadTasks"));
    }

    private static Task<IReadOnlyList<TaskOutcome>> Misbehave(string way) => way switch
    {
        "before the first await" => throw new FormatException("as the test wants"),
        "null" => throw null!,
        "unreadable" => throw new UnreadableException(),
        "cancelled by itself" => throw new OperationCanceledException(),
        "no outcomes" => Task.FromResult<IReadOnlyList<TaskOutcome>>(null!),
        "too few" => Task.FromResult<IReadOnlyList<TaskOutcome>>([]),
        _ => Task.FromResult<IReadOnlyList<TaskOutcome>>([null!]),
    };

    private sealed class UnreadableException : Exception
    {
        public override string Message => throw new NotSupportedException("as the test wants");
    }

    private sealed class ClumsyHandler : ITaskHandler<Reminder>, IDisposable
    {
        public Task<IReadOnlyList<TaskOutcome>> HandleAsync(
            IReadOnlyList<ClaimedTask<Reminder>> batch, TaskContext context, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<TaskOutcome>>([TaskOutcome.Done]);

        public void Dispose() => throw new InvalidOperationException("as clumsy as the test wants");
    }
}

public sealed class SqliteBadHandlerTests() : BadHandlerContract(Engine.Sqlite);

public sealed class MySqlBadHandlerTests() : BadHandlerContract(Engine.MySql);
