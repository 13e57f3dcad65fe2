namespace Dirac.Workload.Jobs.Operations;

/// <summary>Wakes callers who wait for the progress of operations. Thread-safe.</summary>
internal sealed class OperationBell
{
    private volatile TaskCompletionSource _rung = New();

    /// <summary>Completes with the next ring after this was read.</summary>
    public Task Rung => _rung.Task;

    public void Ring() => Interlocked.Exchange(ref _rung, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
