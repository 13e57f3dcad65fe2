using Dirac.Tasks.Tests.Simulation;

namespace Dirac.Tasks.Tests.History;

/// <summary>Writes down what happens in a run. What no caller is told, such as a death in somebody's claim, it finds by looking.</summary>
internal sealed class HistoryLog(SimulatedWorld world)
{
    private readonly List<HistoryEvent> _events = [];
    private readonly HashSet<long> _dead = [];
    private readonly HashSet<string> _paused = [];
    private readonly HashSet<long> _followers = [];

    public IReadOnlyList<HistoryEvent> Events => _events;

    public long At => world.Clock.DatabaseMs;

    public long TrueAt => world.Clock.TrueMs;

    public void Add(HistoryEvent happened) => _events.Add(happened);

    /// <summary>Finds who has died, come back or gone, and which tasks with locks were taken from their holders by a claim that took others.</summary>
    /// <param name="claimed">The tasks that the claim took.</param>
    public async Task LookAsync(IReadOnlySet<long>? claimed = null)
    {
        var (dead, guards) = await world.Truth.ReadAsync(
            async (session, token) => (
                await session.QueryAsync<DeadRow>("SELECT TaskID, Attempt, Reason FROM {x_DeadTasks} ORDER BY TaskID", null, token),
                claimed is null ? [] : await session.QueryAsync<TaskEffect>($"SELECT TaskID, Epoch FROM {{x_Tasks}} WHERE Name = '{SimulatedWorld.Guards}' ORDER BY TaskID", null, token)),
            TestContext.Current.CancellationToken);
        foreach (var row in guards.Where(row => !claimed!.Contains(row.TaskID)))
            Add(new HistoryEvent.Seen(At, TrueAt, row.TaskID, row.Epoch));
        foreach (var row in dead.Where(row => _dead.Add(row.TaskID)))
            Add(new HistoryEvent.Died(At, TrueAt, row.TaskID, row.Attempt, row.Reason));
        await LookForFollowersAsync();
        await LookForGoneAsync(dead.Select(row => row.TaskID));
    }

    /// <summary>Finds what is paused.</summary>
    public async Task LookAtPausesAsync()
    {
        var paused = await world.RowsAsync<string>("SELECT Name FROM {x_TaskPauses}");
        foreach (var kind in paused.Where(_paused.Add))
            Add(new HistoryEvent.Paused(At, TrueAt, kind, IsPaused: true));
        foreach (var kind in _paused.Except(paused).ToList())
        {
            _paused.Remove(kind);
            Add(new HistoryEvent.Paused(At, TrueAt, kind, IsPaused: false));
        }
    }

    public async Task EndAsync() => Add(new HistoryEvent.Ended(
        At,
        TrueAt,
        new Listed<long>(await world.RowsAsync<long>("SELECT TaskID FROM {x_Tasks}")),
        new Listed<long>(await world.RowsAsync<long>("SELECT TaskID FROM {x_DeadTasks}")),
        new Listed<TaskEffect>(await world.RowsAsync<TaskEffect>("SELECT TaskID, Epoch FROM {x_Effects}"))));

    // What follows a group is found before it is claimed: nobody claims without looking.
    private async Task LookForFollowersAsync()
    {
        var standing = await world.RowsAsync<FollowerRow>($"SELECT TaskID, Body, CreatedMs FROM {{x_Tasks}} WHERE Name = '{SimulatedWorld.Summaries}' ORDER BY TaskID");
        foreach (var row in standing.Where(row => _followers.Add(row.TaskID)))
        {
            Add(new HistoryEvent.Enqueued(At, TrueAt, row.TaskID, SimulatedWorld.Summaries, null, row.CreatedMs));
            Add(new HistoryEvent.Followed(At, TrueAt, SimulatedWorld.GroupOf(row.Body), row.TaskID));
        }
    }

    private async Task LookForGoneAsync(IEnumerable<long> dead)
    {
        var gone = _dead.Except(dead).Order().ToList();
        if (gone.Count == 0)
            return;
        var standing = (await world.RowsAsync<long>("SELECT TaskID FROM {x_Tasks}")).ToHashSet();
        foreach (var id in gone)
            Add(standing.Contains(id) ? new HistoryEvent.Revived(At, TrueAt, id) : new HistoryEvent.Dropped(At, TrueAt, id));
        _dead.ExceptWith(gone);
    }

    private sealed class FollowerRow
    {
        public long TaskID { get; init; }

        public required string Body { get; init; }

        public long CreatedMs { get; init; }
    }

    private sealed class DeadRow
    {
        public long TaskID { get; init; }

        public int Attempt { get; init; }

        public required string Reason { get; init; }
    }
}
