using Dirac.Tasks.Administration;

namespace Dirac.Tasks.Storage;

internal sealed class PauseRow
{
    public required string Name { get; init; }

    public long SinceMs { get; init; }

    public required string PausedBy { get; init; }

    public required string Reason { get; init; }

    public TaskPause ToPause() => new(DateTimeOffset.FromUnixTimeMilliseconds(SinceMs), PausedBy, Reason);
}
