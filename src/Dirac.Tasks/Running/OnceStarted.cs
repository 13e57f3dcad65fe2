namespace Dirac.Tasks.Running;

/// <summary>A loop that begins with the first need for it. Safe for concurrent use.</summary>
internal sealed class OnceStarted(Func<Task> loop)
{
    private readonly Lock _lock = new();
    private Task? _running;

    /// <summary>Begins it unless that was done.</summary>
    public void Start()
    {
        if (Volatile.Read(ref _running) is not null)
            return;
        lock (_lock)
            _running ??= Task.Run(loop);
    }

    /// <summary>Completes when it has ended; at once when it never began.</summary>
    public Task EndAsync()
    {
        lock (_lock)
            return _running ?? Task.CompletedTask;
    }
}
