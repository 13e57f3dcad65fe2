using Dirac.Persistence;

namespace Dirac.Tasks.Groups;

/// <summary>The named statements on <c>x_TaskGroups</c>. Whoever calls owns the transaction.</summary>
internal static class GroupSql
{
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
