using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Dirac.Persistence;

namespace Dirac.Tasks.Tests.Metrics;

public sealed class TaskMetricsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Meter_OneDoneOneFailed_CountsEach()
    {
        // Other tests run tasks at the same time; only these have this name.
        await using var world = await TaskWorld.CreateAsync(Engine.Sqlite, new TaskDefinition("measured") { Database = TaskWorld.DatabaseName, BatchSize = 2, MaxAttempts = 1 });
        using var heard = new Listening("measured");
        world.Script.Handle = (batch, _, _) => Task.FromResult<IReadOnlyList<TaskOutcome>>(
            [.. batch.Select(task => task.Message.Number == 0 ? TaskOutcome.Done : new TaskOutcome.Failed("as the test wants"))]);
        await world.EnqueueAsync(2);
        await world.StartAsync();

        await world.WaitForCountAsync("x_Tasks", 0);
        await world.StopAsync();

        Assert.Equal((2, 1, 1, 1), (heard.Sum("dirac.tasks.begun"), heard.Sum("dirac.tasks.done"), heard.Sum("dirac.tasks.failed"), heard.Sum("dirac.tasks.died")));
        Assert.InRange(heard.Sum("dirac.tasks.duration"), double.Epsilon, 60);
    }

    [Fact]
    public async Task Meter_TaskThatWaitsForALock_IsCounted()
    {
        await using var world = await TaskWorld.CreateAsync(
            Engine.Sqlite, new TaskDefinition<Note>("contended") { Database = TaskWorld.DatabaseName, Locks = _ => [TaskLock.Mutex("Site", "A")] });
        using var heard = new Listening("contended");
        await world.EnqueueAsync(3);

        await world.Store.ClaimAsync(TaskSize.Small, 3, "me", Token);

        Assert.Equal(2, heard.Sum("dirac.tasks.contended"));
    }

    [Fact]
    public async Task Gauges_WhileSomebodyListens_TellDepthAndAge()
    {
        await using var world = await TaskWorld.CreateAsync(
            Engine.Sqlite, new TaskDefinition("gauged") { Database = TaskWorld.DatabaseName }, configure: services => services.AddTasks(options => options.RunHandlers = false));
        using var heard = new Listening("gauged");
        await world.EnqueueAsync(3);
        await world.ExecuteAsync("UPDATE {x_Tasks} SET DueMs = DueMs - 5000");
        await world.MakeDeadAsync(1);
        await world.ExecuteAsync("UPDATE {x_DeadTasks} SET Name = 'gauged'");

        await world.StartAsync();
        await heard.WaitForAsync("dirac.tasks.due", Token);
        await world.StopAsync();

        Assert.Equal((3, 0, 1), (heard.Last("dirac.tasks.due"), heard.Last("dirac.tasks.running"), heard.Last("dirac.tasks.dead")));
        Assert.InRange(heard.Last("dirac.tasks.oldest_due"), 5, 60);
    }

    /// <summary>What the meter says of one kind.</summary>
    private sealed class Listening : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentQueue<(string Name, double Value)> _values = new();

        public Listening(string task)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Dirac.Tasks")
                    listener.EnableMeasurementEvents(instrument, task);
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(task, instrument, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(task, instrument, value, tags));
            _listener.Start();
        }

        public double Sum(string name) => _values.Where(value => value.Name == name).Sum(value => value.Value);

        public double Last(string name) => _values.Last(value => value.Name == name).Value;

        public async Task WaitForAsync(string name, CancellationToken cancellationToken)
        {
            while (_values.All(value => value.Name != name))
            {
                cancellationToken.ThrowIfCancellationRequested();
                _listener.RecordObservableInstruments();
                await Task.Yield();
            }
        }

        public void Dispose() => _listener.Dispose();

        private void Note(string task, Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            foreach (var tag in tags)
            {
                if (tag is { Key: "task", Value: string name } && name == task)
                    _values.Enqueue((instrument.Name, value));
            }
        }
    }
}
