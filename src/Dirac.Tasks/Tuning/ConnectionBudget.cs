using Dirac.Persistence;

namespace Dirac.Tasks.Tuning;

/// <summary>How many database connections the tasks of this process may use, and what of them is left for handlers.</summary>
/// <remarks>
/// A handler call uses at most one connection at a time, or it counts as one that does. Claims, renewals and records of outcomes share
/// <see cref="Own"/> connections and wait for each other. Where units of work take turns on a few connections, as on SQLite, calls need none of their own.
/// </remarks>
/// <param name="Own">For claims, renewals and records.</param>
/// <param name="Calls">For handler calls, all size classes together; null: as many as they like.</param>
internal sealed record ConnectionBudget(int Own, int? Calls)
{
    private const int LeastOwn = 4;

    /// <summary>Divides <paramref name="most"/> connections.</summary>
    /// <param name="databases">The databases that hold tasks.</param>
    /// <param name="most">The connections of this process's tasks.</param>
    public static ConnectionBudget Of(IReadOnlyCollection<IDatabase> databases, int most)
    {
        var narrowest = databases.Select(database => database.PoolSize).Where(size => size is not null).Min();
        var all = Math.Min(most, narrowest ?? most);
        var own = Math.Clamp(databases.Count + 2, LeastOwn, Math.Max(LeastOwn, all / 4));
        return new ConnectionBudget(own, narrowest is null ? null : all - own);
    }

    /// <summary>What of <paramref name="fewest"/> calls of a size class there may be when all of them together want <paramref name="all"/>: at least one.</summary>
    public int Share(int fewest, int all) => Calls is { } most && most < all ? Math.Max(1, fewest * Math.Max(most, 0) / all) : fewest;

    /// <summary>How many calls more there may be.</summary>
    /// <param name="calls">How many there may be now, or are if that is more.</param>
    public int Room(int calls) => Calls is { } most ? Math.Max(most - calls, 0) : int.MaxValue / 2;
}
