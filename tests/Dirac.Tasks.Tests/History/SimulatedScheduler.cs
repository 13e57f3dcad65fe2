using Dirac.Persistence;
using Dirac.Tasks.Running;
using Dirac.Tasks.Schedules;
using Dirac.Tasks.Tests.Simulation;
using Dirac.Tasks.Triggers;

namespace Dirac.Tasks.Tests.History;

/// <summary>A process that watches schedules, and forgets now and then which it has seen; it also looks after those who wait for locks.</summary>
internal sealed class SimulatedScheduler(string name, RunSetting setting) : SimulatedProcess(name, setting)
{
    private static readonly Dictionary<string, TimeSpan> Intervals = new()
    {
        ["often"] = TimeSpan.FromSeconds(5), ["seldom"] = TimeSpan.FromMinutes(1),
    };

    private readonly HashSet<string> _registered = [];

    public override async Task StepAsync()
    {
        if (Random.Next(20) == 0)
            _registered.Clear();
        foreach (var (schedule, interval) in Intervals)
            await LookAsync(schedule, interval);
        await TryAsync(async () =>
        {
            await World.WaitKeeper.LookAsync(Database, Token);
            return true;
        });
    }

    private async Task LookAsync(string schedule, TimeSpan interval)
    {
        var trigger = new UnkeyedTrigger(schedule, Schedule.Every(interval));
        var last = await World.Truth.ReadAsync((session, token) => session.ScalarAsync<long?>("SELECT MAX(TaskID) FROM {x_Tasks}", null, token), Token) ?? 0;
        var reply = await TryAsync(() => new TriggerStore(Database, World.Queue).LookAsync(trigger, _registered.Contains(schedule), Token));
        if (reply.IsKnown)
            _registered.Add(schedule);
        var (fired, next) = await World.Truth.ReadAsync(
            async (session, token) => (
                await session.QueryAsync<long>("SELECT TaskID FROM {x_Tasks} WHERE Name = @Name AND TaskID > @last ORDER BY TaskID", new { Name = SimulatedWorld.Firings, last }, token),
                await session.QueryAsync<long>("SELECT NextMs FROM {x_Triggers} WHERE Name = @schedule", new { schedule }, token)),
            Token);
        foreach (var task in fired)
            Log.Add(new HistoryEvent.Enqueued(Log.At, Log.TrueAt, task, SimulatedWorld.Firings, null, Log.At));
        Log.Add(new HistoryEvent.Looked(
            Log.At, Log.TrueAt, schedule, (long)interval.TotalMilliseconds, Database.Committed is not null, next.Select(ms => (long?)ms).FirstOrDefault(), fired.Count));
    }

    /// <summary>Makes a task at every firing, whether or not one waits, so that a second firing shows.</summary>
    private sealed record UnkeyedTrigger(string Name, Schedule Schedule) : Trigger(Name, Schedule)
    {
        public override TaskDefinition Definition(TaskRegistry registry) => registry.Find<Firing>().Definition;

        public override Task FireAsync(ITaskQueue queue, IDbSession session, CancellationToken cancellationToken) =>
            queue.EnqueueAsync(session, [new NewTask<Firing>(new Firing(Name))], cancellationToken);
    }
}
