using System.Diagnostics;
using Dirac.Persistence;
using Dirac.Tasks.Running;
using Dirac.Tasks.Storage;

namespace Dirac.Tasks.Groups;

/// <summary>Makes groups of tasks, with what follows when all members have ended. Safe for concurrent use.</summary>
internal sealed class GroupMaker(TaskRegistry registry, TaskGroups groups, IDoorbell doorbell)
{
    /// <summary>Makes a group in the transaction of <paramref name="session"/>.</summary>
    /// <param name="session">A writing session.</param>
    /// <param name="members">The tasks; none: what follows is made at once.</param>
    /// <param name="whenAllEnded">What follows.</param>
    /// <param name="within">The task that does it: its own group waits for what follows, too. Null: no other group does.</param>
    /// <param name="cancellationToken">Stops the statements.</param>
    public async Task MakeAsync(
        IDbSession session, IEnumerable<NewTask> members, NewTask whenAllEnded, ClaimedTask? within, CancellationToken cancellationToken)
    {
        var trace = Activity.Current?.Id;
        var rows = members.Select(member => Row(session, Member(member), trace)).ToList();
        var follower = Row(session, Follower(whenAllEnded), trace);
        var parent = within is null ? null : await JoinAsync(session, within, cancellationToken);
        var group = await GroupSql.InsertAsync(session, rows.Count, follower, parent, cancellationToken);
        await TaskSql.InsertMembersAsync(session, group, rows, cancellationToken);
        if (rows.Count == 0)
            await groups.FollowAsync(session, group, cancellationToken);
        foreach (var size in rows.Select(row => row.Size).Distinct())
            session.AfterCommit(() => doorbell.Ring(session.Database, size));
    }

    // The group to which a task belongs waits for one member more. The task is held, so the group is open.
    private static async Task<long?> JoinAsync(IDbSession session, ClaimedTask within, CancellationToken cancellationToken)
    {
        if (within.IsByHand)
            return null;
        if (await TaskSql.SelectHeldAsync(session, [within.Id], within.Epoch, cancellationToken) is not [var held])
            throw new LeaseLostException(1);
        if (held.GroupID is { } parent)
            await GroupSql.AddMemberAsync(session, parent, cancellationToken);
        return held.GroupID;
    }

    private TaskInsert Row(IDbSession session, NewTask task, string? trace)
    {
        // A key that the definition computes does not count here: a member that is left out would never end.
        var row = task.ToRow(registry, trace) with { PendingKey = null };
        var database = registry.Definition(row.Name)!.Database;
        return session.Database == database
            ? row
            : throw new InvalidOperationException($"{row.Name} is kept in {database}; it cannot be enqueued in {session.Database}.");
    }

    private static NewTask Member(NewTask task) => task.DedupKey is null
        ? task
        : throw new ArgumentException("A member of a group has no deduplication key: one that is left out would never end.", nameof(task));

    private static NewTask Follower(NewTask task) => task is { DedupKey: null, NotBefore: null }
        ? task
        : throw new ArgumentException("What follows a group has neither a deduplication key nor a time.", nameof(task));
}
