using Dirac.Persistence;
using Dirac.Tasks.Tests.Simulation;

namespace Dirac.Tasks.Tests.History;

/// <summary>A process that makes tasks: with and without keys, at once and for later, of all priorities, alone and in groups.</summary>
internal sealed class SimulatedProducer(string name, RunSetting setting) : SimulatedProcess(name, setting)
{
    private const int Keys = 3;
    private const int Sites = 2;

    private readonly SimulatedGroups _groups = new(setting);

    public override Task StepAsync() => Random.Next(4) switch
    {
        3 => GroupAsync(),
        0 => EnqueueAsync(SimulatedWorld.Deeds, number => new Deed(number)),
        1 => EnqueueAsync(SimulatedWorld.Chores, number => new Chore(number)),
        _ => EnqueueAsync(SimulatedWorld.Guards, number => new Guarded(number, new SiteLock($"site {Random.Next(Sites)}", Random.Next(2) == 0)), message => message.Lock),
    };

    private async Task EnqueueAsync<TMessage>(string kind, Func<long, TMessage> message, Func<TMessage, SiteLock>? locks = null)
    {
        var tasks = Enumerable.Range(0, Random.Next(1, 5)).Select(_ => Choose(message(World.NextNumber()))).ToList();
        var reply = await TryAsync(() => Database.WriteAsync((session, token) => EnqueueAsync(session, tasks, token), Token));
        foreach (var (id, task) in reply.IsCommitted ? reply.Value!.Zip(tasks) : [])
            Log.Add(new HistoryEvent.Enqueued(Log.At, Log.TrueAt, id, kind, task.DedupKey, task.NotBefore?.ToUnixTimeMilliseconds() ?? Log.At, locks?.Invoke(task.Message)));
    }

    private async Task GroupAsync()
    {
        var plan = _groups.Plan(Time.GetUtcNow());
        var reply = await TryAsync(() => Database.WriteAsync((session, token) => _groups.MakeAsync(session, plan, within: null, token), Token));
        if (reply.IsCommitted)
            _groups.Note(plan, reply.Value!, within: null);
    }

    private NewTask<TMessage> Choose<TMessage>(TMessage message) => new(message)
    {
        DedupKey = Random.Next(2) == 0 ? $"key {Random.Next(Keys)}" : null,
        NotBefore = Random.Next(3) == 0 ? Time.GetUtcNow().AddSeconds(Random.Next(60)) : null,
        Priority = (TaskPriority)Random.Next(3),
    };

    // Each message is another, so it tells which row is whose.
    private async Task<List<long?>> EnqueueAsync<TMessage>(IDbSession session, IReadOnlyList<NewTask<TMessage>> tasks, CancellationToken cancellationToken)
    {
        await World.Queue.EnqueueAsync(session, tasks, cancellationToken);
        var route = World.Registry.Find<TMessage>();
        var ids = new List<long?>();
        foreach (var task in tasks)
            ids.Add(await session.ScalarAsync<long?>("SELECT TaskID FROM {x_Tasks} WHERE Body = @Body", new { Body = route.Write(task.Message) }, cancellationToken));
        return ids;
    }
}
