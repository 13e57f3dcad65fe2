namespace Dirac.Hosting.MessageQueues.Consuming;

/// <summary>A consumer at work.</summary>
/// <param name="settings">How it consumes.</param>
/// <param name="state">How it fares.</param>
/// <param name="run">Its loop.</param>
internal sealed class RunningConsumer(TriggerSettings settings, ConsumerState state, Func<CancellationToken, Task> run) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _loop = Task.CompletedTask;

    public TriggerSettings Settings => settings;

    public ConsumerState State => state;

    /// <summary>When its state was last written down: a timestamp of the clock.</summary>
    public long SavedAt { get; set; }

    public void Start() => _loop = Task.Run(() => run(_stopping.Token), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _loop;
        _stopping.Dispose();
    }
}
