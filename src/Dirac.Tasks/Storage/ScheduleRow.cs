using Dirac.Tasks.Administration;

namespace Dirac.Tasks.Storage;

internal sealed class ScheduleRow
{
    public required string Name { get; init; }

    public long EveryMs { get; init; }

    public long NextMs { get; init; }

    public long? LastMs { get; init; }

    public TaskSchedule ToSchedule(string database, string? task) => new(
        Name,
        database,
        task,
        TimeSpan.FromMilliseconds(EveryMs),
        LastMs is { } last ? DateTimeOffset.FromUnixTimeMilliseconds(last) : null,
        DateTimeOffset.FromUnixTimeMilliseconds(NextMs));
}
