namespace Dirac.Tasks.Tests.History;

/// <summary>Says where intervals were fired twice, missed, or caught up more than once. Pure.</summary>
internal sealed class ScheduleChecker
{
    private readonly Dictionary<string, long> _next = [];
    private readonly List<string> _wrong = [];

    public IReadOnlyList<string> Wrong => _wrong;

    public void Take(HistoryEvent.Looked looked)
    {
        var before = _next.TryGetValue(looked.Schedule, out var next) ? next : (long?)null;
        var (expected, fires) = Expected(looked, before);
        if (looked.NextMs != expected || looked.Fired != fires)
            _wrong.Add($"{looked}: it was due at {before}, so it had to fire {fires} time(s) and be due at {expected}.");
        if (looked.NextMs is { } now)
            _next[looked.Schedule] = now;
    }

    private static (long? NextMs, int Fires) Expected(HistoryEvent.Looked looked, long? before) => before switch
    {
        _ when !looked.IsCommitted => (before, 0),
        null => (looked.At + looked.IntervalMs, 0),
        { } due when due > looked.At => (due, 0),
        { } due => (due + ((((looked.At - due) / looked.IntervalMs) + 1) * looked.IntervalMs), 1),
    };
}
