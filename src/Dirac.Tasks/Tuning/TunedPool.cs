using Dirac.Tasks.Running;
using Dirac.Tasks.Storage;

namespace Dirac.Tasks.Tuning;

/// <summary>The handler calls of one size class, with what is needed to judge how many there should be.</summary>
internal sealed class TunedPool(TaskSize size, PoolBounds bounds, HandlerSlots slots, IReadOnlyList<WatchedDatabase> databases)
{
    private const double FullUse = 0.8;

    private PoolState _state = new(slots.Size);

    /// <summary>The size class.</summary>
    public TaskSize Size => size;

    /// <summary>Its slots.</summary>
    public HandlerSlots Slots => slots;

    /// <summary>Between which numbers it moves.</summary>
    public PoolBounds Bounds => bounds;

    /// <summary>How many calls it may have, or still has if that is more.</summary>
    public int Calls => Math.Max(slots.Size, slots.Used);

    /// <summary>Decides and obeys.</summary>
    /// <param name="passed">How long ago the last decision was.</param>
    /// <param name="databaseTimes">What each database takes for a transaction.</param>
    /// <param name="room">How many more calls the connections allow.</param>
    /// <param name="cancellationToken">Stops the look at the queue.</param>
    /// <returns>What it did, and what it saw.</returns>
    public async Task<(PoolMove Move, PoolFacts Facts)> TuneAsync(
        TimeSpan passed, IReadOnlyDictionary<WatchedDatabase, TimeSpan> databaseTimes, int room, CancellationToken cancellationToken)
    {
        var sample = slots.Sample();
        var facts = new PoolFacts
        {
            Passed = passed,
            // With slots to spare everything due has been taken: only a full pool has a queue, and only then is it looked at.
            Age = sample.Busy < slots.Size * FullUse ? TimeSpan.Zero : await OldestAsync(sample.LongestWait, cancellationToken),
            Busy = sample.Busy,
            Ended = sample.Ended,
            CallTime = sample.CallTime,
            DatabaseTime = databases.Max(database => databaseTimes[database]),
            Room = room,
        };
        (_state, var move) = PoolRules.Next(_state, facts, bounds);
        slots.Resize(_state.Size);
        return (move, facts);
    }

    // Those that a broker carries are not due in the table; how long they were on their way is known when they come.
    private async Task<TimeSpan> OldestAsync(TimeSpan oldest, CancellationToken cancellationToken)
    {
        foreach (var database in databases)
        {
            var due = await database.ReadAsync((session, token) => TaskSql.NextDueAsync(session, size, token), cancellationToken);
            var age = TimeSpan.FromMilliseconds(-(due ?? 0));
            oldest = age > oldest ? age : oldest;
        }
        return oldest;
    }
}
