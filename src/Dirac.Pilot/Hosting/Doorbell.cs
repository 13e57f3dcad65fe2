namespace Dirac.Pilot.Hosting;

/// <summary>Tells waiters that something has changed: take <see cref="NextRing"/>, look, and only then await it.</summary>
/// <remarks>Thread-safe; wakes all waiters.</remarks>
internal sealed class Doorbell
{
    private volatile TaskCompletionSource _next = NewRing();

    /// <summary>Completes at the next ring after it was taken.</summary>
    internal Task NextRing => _next.Task;

    /// <summary>Wakes everyone who waits.</summary>
    internal void Ring() => Interlocked.Exchange(ref _next, NewRing()).TrySetResult();

    private static TaskCompletionSource NewRing() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
