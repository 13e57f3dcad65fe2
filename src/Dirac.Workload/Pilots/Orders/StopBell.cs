namespace Dirac.Workload.Pilots.Orders;

/// <summary>Wakes pilots that wait for a job when one of them may have been ordered to stop. Thread-safe.</summary>
internal sealed class StopBell
{
    private volatile TaskCompletionSource _rung = New();

    /// <summary>Completes with the next ring after this was read.</summary>
    public Task Rung => _rung.Task;

    public void Ring() => Interlocked.Exchange(ref _rung, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
