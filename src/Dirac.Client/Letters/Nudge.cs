namespace Dirac.Client.Letters;

/// <summary>Wakes who waits for a change: take <see cref="Next"/>, look, and only then await it. Thread-safe.</summary>
internal sealed class Nudge
{
    private volatile TaskCompletionSource _next = NewTask();

    /// <summary>Completes with the next <see cref="Give"/>.</summary>
    public Task Next => _next.Task;

    /// <summary>Wakes everyone.</summary>
    public void Give() => Interlocked.Exchange(ref _next, NewTask()).TrySetResult();

    private static TaskCompletionSource NewTask() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
