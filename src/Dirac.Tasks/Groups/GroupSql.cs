using Dirac.Persistence;
using Dirac.Tasks.Storage;

namespace Dirac.Tasks.Groups;

/// <summary>The named statements on <c>x_TaskGroups</c>. Whoever calls owns the transaction.</summary>
internal static class GroupSql
{
    /// <summary>Makes a group.</summary>
    /// <returns>Its number.</returns>
    public static Task<long> InsertAsync(IDbSession session, int members, TaskInsert follower, long? parent, CancellationToken cancellationToken) =>
        session.ScalarAsync<long>(
            $$"""
            INSERT INTO {x_TaskGroups} (Members, OpenMembers, Name, Priority, Size, Body, TraceParent, ParentID)
            VALUES (@Members, @Members, @Name, @Priority, @Size, @Body, @TraceParent, @Parent);
            SELECT {{session.Dialect.LastInsertId}}
            """,
            new { Members = members, follower.Name, Priority = (int)follower.Priority, Size = (int)follower.Size, follower.Body, follower.TraceParent, Parent = parent },
            cancellationToken);

    /// <summary>Has an open group wait for one member more.</summary>
    public static Task<int> AddMemberAsync(IDbSession session, long group, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            "UPDATE {x_TaskGroups} SET Members = Members + 1, OpenMembers = OpenMembers + 1 WHERE GroupID = @Group", new { Group = group }, cancellationToken);

    /// <summary>How the group ended that a task follows; null when it follows none.</summary>
    public static Task<TaskGroupEnd?> SelectEndAsync(IDbSession session, long task, CancellationToken cancellationToken) =>
        session.QueryFirstOrDefaultAsync<TaskGroupEnd>(
            """
            SELECT Ended.Members, Ended.FailedMembers AS Failed FROM {x_Tasks} AS Task JOIN {x_TaskGroups} AS Ended ON Ended.GroupID = Task.EndsGroupID
            WHERE Task.TaskID = @Task
            """,
            new { Task = task },
            cancellationToken);

    /// <summary>Counts members of a group as ended. Whoever does holds the group's row until the transaction ends.</summary>
    public static Task<int> EndMembersAsync(IDbSession session, long group, int ended, int failed, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            "UPDATE {x_TaskGroups} SET OpenMembers = OpenMembers - @Ended, FailedMembers = FailedMembers + @Failed WHERE GroupID = @Group",
            new { Group = group, Ended = ended, Failed = failed },
            cancellationToken);

    /// <summary>Makes the task that follows a group in which nothing is open.</summary>
    /// <returns>1, or 0 when something is.</returns>
    public static Task<int> InsertFollowerAsync(IDbSession session, long group, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            """
            INSERT INTO {x_Tasks} (Name, Priority, Size, Body, TraceParent, GroupID, EndsGroupID)
            SELECT Name, Priority, Size, Body, TraceParent, ParentID, GroupID FROM {x_TaskGroups} WHERE GroupID = @Group AND OpenMembers = 0
            """,
            new { Group = group },
            cancellationToken);

    /// <summary>The size class of the task that follows a group.</summary>
    public static async Task<TaskSize> FollowerSizeAsync(IDbSession session, long group, CancellationToken cancellationToken) =>
        (TaskSize)await session.ScalarAsync<int>("SELECT Size FROM {x_TaskGroups} WHERE GroupID = @Group", new { Group = group }, cancellationToken);

    public static Task<int> DeleteAsync(IDbSession session, IEnumerable<long> groups, CancellationToken cancellationToken) =>
        session.ExecuteAsync("DELETE FROM {x_TaskGroups} WHERE GroupID IN @Groups", new { Groups = groups }, cancellationToken);
}
