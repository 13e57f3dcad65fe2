using Dirac.Persistence;
using Dirac.Tasks.Tests.Simulation;

namespace Dirac.Tasks.Tests.History;

/// <summary>Makes groups as one process does, and writes down what was committed.</summary>
internal sealed class SimulatedGroups(RunSetting setting)
{
    private const int MostMembers = 4;

    /// <summary>A group that has not been made. Members are of two kinds and of any priority, some for later.</summary>
    public GroupPlan Plan(DateTimeOffset now)
    {
        var random = setting.Random;
        var deeds = Enumerable.Range(0, random.Next(MostMembers)).Select(_ => Deed(now, random)).ToList();
        return new GroupPlan(setting.World.NextNumber(), deeds);
    }

    /// <summary>Makes a group in a transaction.</summary>
    /// <returns>The numbers of its members.</returns>
    public async Task<IReadOnlyList<long>> MakeAsync(IDbSession session, GroupPlan plan, ClaimedTask? within, CancellationToken cancellationToken)
    {
        var follower = new NewTask<Summary>(new Summary(plan.Number));
        await (within is null
            ? setting.World.Queue.EnqueueGroupAsync(session, plan.Members, follower, cancellationToken)
            : setting.World.Queue.EnqueueGroupAsync(session, plan.Members, follower, within, cancellationToken));
        var route = setting.World.Registry.Find<Deed>();
        var ids = new List<long>();
        foreach (var member in plan.Members)
            ids.Add(await session.ScalarAsync<long>("SELECT TaskID FROM {x_Tasks} WHERE Body = @Body", new { Body = route.Write(member.Message) }, cancellationToken));
        return ids;
    }

    /// <summary>Writes down a group that stands in the database.</summary>
    public void Note(GroupPlan plan, IReadOnlyList<long> members, long? within)
    {
        var log = setting.Log;
        foreach (var (id, member) in members.Zip(plan.Members))
            log.Add(new HistoryEvent.Enqueued(log.At, log.TrueAt, id, SimulatedWorld.Deeds, null, member.NotBefore?.ToUnixTimeMilliseconds() ?? log.At));
        log.Add(new HistoryEvent.Grouped(log.At, log.TrueAt, plan.Number, new Listed<long>(members), within));
    }

    private NewTask<Deed> Deed(DateTimeOffset now, Random random) => new(new Deed(setting.World.NextNumber()))
    {
        NotBefore = random.Next(3) == 0 ? now.AddSeconds(random.Next(60)) : null,
        Priority = (TaskPriority)random.Next(3),
    };
}

/// <summary>A group to be made.</summary>
/// <param name="Number">What its follower's message says.</param>
/// <param name="Members">Its members.</param>
internal sealed record GroupPlan(long Number, IReadOnlyList<NewTask<Deed>> Members);
