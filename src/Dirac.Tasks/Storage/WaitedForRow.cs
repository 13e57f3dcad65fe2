using Dirac.Tasks.Administration;

namespace Dirac.Tasks.Storage;

internal sealed class WaitedForRow
{
    public long TaskID { get; init; }

    public required string Resource { get; init; }

    public long SinceMs { get; init; }

    public long? HolderID { get; init; }

    public string? HolderName { get; init; }

    public string? HolderOwner { get; init; }

    /// <summary>The wait of one task, from its rows.</summary>
    public static TaskWait ToWait(IReadOnlyCollection<WaitedForRow> rows, int most)
    {
        var first = rows.First();
        var holders = rows.Where(row => row.HolderID is not null).Take(most).Select(row => new TaskHolder(row.HolderID!.Value, row.HolderName!, row.HolderOwner));
        return new TaskWait(first.Resource, DateTimeOffset.FromUnixTimeMilliseconds(first.SinceMs), [.. holders]);
    }
}
