using Dirac.Tasks.Administration;
using Dirac.Tasks.Triggers;

namespace Dirac.Tasks.Storage;

internal sealed class ScheduleRow
{
    public required string Name { get; init; }

    public required string Schedule { get; init; }

    public long NextMs { get; init; }

    public long? LastMs { get; init; }

    public TaskSchedule ToSchedule(string database, string? task) => new(
        Name,
        database,
        task,
        Schedule,
        LastMs is { } last ? DateTimeOffset.FromUnixTimeMilliseconds(last) : null,
        NextMs == TriggerStore.Never ? null : DateTimeOffset.FromUnixTimeMilliseconds(NextMs));
}
