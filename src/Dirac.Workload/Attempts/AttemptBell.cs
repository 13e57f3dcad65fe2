namespace Dirac.Workload.Attempts;

/// <summary>Wakes pilots that hold a heartbeat open when there may be a command or a lost attempt for them. Thread-safe.</summary>
internal sealed class AttemptBell
{
    private volatile TaskCompletionSource _rung = New();

    /// <summary>Completes with the next ring after this was read.</summary>
    public Task Rung => _rung.Task;

    public void Ring() => Interlocked.Exchange(ref _rung, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
