using System.Diagnostics;
using Dirac.Tasks.Storage;

namespace Dirac.Tasks.Running;

/// <summary>One call of a handler, as the tasks of the call remember it.</summary>
/// <param name="time">The clock of the duration.</param>
internal sealed class AttemptRun(TimeProvider time)
{
    private readonly long _begun = time.GetTimestamp();
    private TimeSpan? _took;

    /// <summary>For how long it runs, or ran.</summary>
    public TimeSpan Duration => _took ?? time.GetElapsedTime(_begun);

    /// <summary>The trace it runs in, 32 hexadecimal digits; null when there is none.</summary>
    public string? TraceId { get; } = Activity.Current?.TraceId.ToHexString();

    /// <summary>The handler has returned.</summary>
    public void End() => _took = time.GetElapsedTime(_begun);

    /// <summary>The trace of a task's latest attempt; of one whose worker vanished, that in which it was made.</summary>
    public static string? TraceOf(TaskRow row) =>
        row.Run?.TraceId ?? (ActivityContext.TryParse(row.TraceParent, null, out var context) ? context.TraceId.ToHexString() : null);
}
