using Dirac.Persistence;
using Dirac.Tasks.Running;
using Dirac.Tasks.Storage;

namespace Dirac.Tasks.Groups;

/// <summary>Keeps count of groups of tasks: when the last member of one has ended, what follows is made in the same transaction. Safe for concurrent use.</summary>
internal sealed class TaskGroups(IDoorbell doorbell)
{
    /// <summary>Counts tasks as ended in their groups.</summary>
    /// <param name="session">The transaction that ends them.</param>
    /// <param name="ended">The tasks, members of groups or not; each ends in this transaction and no other.</param>
    /// <param name="failed">Whether they were given up.</param>
    /// <param name="cancellationToken">Stops the statements.</param>
    public async Task EndMembersAsync(IDbSession session, IEnumerable<HeldRow> ended, bool failed, CancellationToken cancellationToken)
    {
        // In order: two transactions that end members of the same groups must not wait for each other.
        foreach (var group in ended.Where(task => task.GroupID is not null).CountBy(task => task.GroupID!.Value).OrderBy(group => group.Key))
        {
            await GroupSql.EndMembersAsync(session, group.Key, group.Value, failed ? group.Value : 0, cancellationToken);
            await FollowAsync(session, group.Key, cancellationToken);
        }
    }

    /// <summary>Forgets the groups that were followed by tasks which have ended for good.</summary>
    public static async Task ForgetAsync(IDbSession session, IEnumerable<HeldRow> ended, CancellationToken cancellationToken)
    {
        long[] groups = [.. ended.Select(task => task.EndsGroupID).OfType<long>()];
        if (groups.Length > 0)
            await GroupSql.DeleteAsync(session, groups, cancellationToken);
    }

    /// <summary>Makes what follows a group, if nothing in it is open.</summary>
    public async Task FollowAsync(IDbSession session, long group, CancellationToken cancellationToken)
    {
        if (await GroupSql.InsertFollowerAsync(session, group, cancellationToken) == 0)
            return;

        var size = await GroupSql.FollowerSizeAsync(session, group, cancellationToken);
        session.AfterCommit(() => doorbell.Ring(session.Database, size));
    }
}
