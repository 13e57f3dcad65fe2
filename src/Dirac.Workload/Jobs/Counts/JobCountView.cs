namespace Dirac.Workload.Jobs.Counts;

/// <summary>A table with sums of <c>x_JobCounts</c> over the columns it leaves out: fewer rows to add up for what is asked most.</summary>
/// <param name="Table">The table.</param>
/// <param name="Columns">The columns it keeps, in the order of its key.</param>
internal sealed record JobCountView(string Table, IReadOnlyList<string> Columns)
{
    /// <summary>All of them, the smallest first. Whoever changes <c>x_JobCounts</c> changes these in the same transaction.</summary>
    public static readonly IReadOnlyList<JobCountView> All =
    [
        new("x_JobCountsBySite", ["VO", "Site", "JobType", "Status", "MinorStatus"]),
        new("x_JobCountsByOwner", ["VO", "Owner", "OwnerGroup", "JobGroup", "Status"]),
    ];

    /// <summary>The table with the fewest rows that has all these columns.</summary>
    public static string TableFor(IEnumerable<string> columns)
    {
        var needed = columns.ToHashSet();
        return All.FirstOrDefault(view => needed.IsSubsetOf(view.Columns))?.Table ?? "x_JobCounts";
    }

    /// <summary>Changes of <c>x_JobCounts</c> as changes of this table: the values of its columns, then the number; in the order of its key.</summary>
    public IEnumerable<IReadOnlyList<object?>> ChangesOf(IReadOnlyList<(JobCountKey Key, long Jobs)> changes)
    {
        var places = Columns.Select(column => JobCountKey.Columns.ToList().IndexOf(column)).ToList();
        return changes
            .GroupBy(change => string.Join('\n', places.Select(place => change.Key.Values[place])), StringComparer.Ordinal)
            .Select(group => (group.Key, Values: group.First().Key.Values, Jobs: group.Sum(change => change.Jobs)))
            .Where(change => change.Jobs != 0)
            .OrderBy(change => change.Key, StringComparer.Ordinal)
            .Select(IReadOnlyList<object?> (change) => [.. places.Select(place => change.Values[place]), change.Jobs]);
    }
}
