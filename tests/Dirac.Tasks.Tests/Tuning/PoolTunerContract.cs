using Dirac.Persistence;

namespace Dirac.Tasks.Tests.Tuning;

/// <summary>How a pool of handlers follows its queue, on every engine.</summary>
public abstract class PoolTunerContract(Engine engine)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Pool_TasksWaitForTooLong_TakesMoreAtOnce()
    {
        var (world, handlers) = await StartAsync(options => (options.Small.Fewest, options.Small.Most) = (2, 3));
        await using var _ = world;

        await world.EnqueueAsync(3);
        await handlers.WaitForAsync(2, world);
        await world.EndWaitsAsync();
        await handlers.WaitForAsync(3, world);

        handlers.Leave();
        await world.WaitForCountAsync("x_Tasks", 0);
        await world.StopAsync();
    }

    [Fact]
    public async Task Pool_Fixed_StaysAsItIs()
    {
        var (world, handlers) = await StartAsync(options => options.Small.Fix(2));
        await using var _ = world;

        await world.EnqueueAsync(3);
        await handlers.WaitForAsync(2, world);
        await world.EndWaitsAsync();
        for (var passed = 0; passed < 10; passed++)
            world.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(2, handlers.Entered);
        handlers.Leave();
        await world.WaitForCountAsync("x_Tasks", 0);
        await world.StopAsync();
    }

    private async Task<(TaskWorld World, Handlers Handlers)> StartAsync(Action<TaskOptions> configure)
    {
        var world = await TaskWorld.CreateAsync(engine, TaskWorld.Note(batchSize: 1, timeLimit: TimeSpan.FromDays(10)), fakeTime: true, configure: services => services.AddTasks(configure));
        var handlers = new Handlers();
        world.Script.Handle = async (batch, _, _) =>
        {
            await handlers.EnterAsync();
            return await NoteScript.All(batch, TaskOutcome.Done);
        };
        await world.StartAsync();
        return (world, handlers);
    }

    /// <summary>Handlers that all wait until they may leave.</summary>
    private sealed class Handlers
    {
        private readonly TaskCompletionSource _leave = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _entered;

        public int Entered => Volatile.Read(ref _entered);

        public Task EnterAsync()
        {
            Interlocked.Increment(ref _entered);
            return _leave.Task;
        }

        public void Leave() => _leave.SetResult();

        /// <summary>Lets second after second pass until so many work at once.</summary>
        public async Task WaitForAsync(int count, TaskWorld world)
        {
            var begun = TimeProvider.System.GetTimestamp();
            while (Entered < count)
            {
                Assert.True(TimeProvider.System.GetElapsedTime(begun) < LongestWait, $"Only {Entered} handlers work at once after {LongestWait}, not {count}.");
                world.Time.Advance(TimeSpan.FromMilliseconds(100));
                await Task.Yield();
            }
        }
    }
}

public sealed class SqlitePoolTunerTests() : PoolTunerContract(Engine.Sqlite);

public sealed class MySqlPoolTunerTests() : PoolTunerContract(Engine.MySql);
