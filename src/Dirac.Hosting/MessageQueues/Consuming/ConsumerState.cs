namespace Dirac.Hosting.MessageQueues.Consuming;

/// <summary>How a consumer fares. Thread-safe.</summary>
/// <param name="settings">Whose.</param>
/// <param name="time">The clock.</param>
internal sealed class ConsumerState(TriggerSettings settings, TimeProvider time)
{
    private readonly Lock _gate = new();
    private ConsumerReport _report = new(settings, ConsumerPhase.Connecting, time.GetUtcNow());
    private bool _isNew = true;

    /// <summary>How it fares now.</summary>
    public ConsumerReport Report
    {
        get
        {
            lock (_gate) return _report;
        }
    }

    /// <summary>Whether it has become another since this was asked last.</summary>
    public bool TakeNews()
    {
        lock (_gate)
        {
            var isNew = _isNew;
            _isNew = false;
            return isNew;
        }
    }

    public void Consuming(string broker) => Become(report => report with { Phase = ConsumerPhase.Consuming, Broker = broker, Problem = null });

    public void Waiting(string problem) => Become(report => report with { Phase = ConsumerPhase.Waiting, Problem = problem });

    public void Received(int count)
    {
        lock (_gate) _report = _report with { Received = _report.Received + count, Last = time.GetUtcNow() };
    }

    private void Become(Func<ConsumerReport, ConsumerReport> change)
    {
        lock (_gate)
        {
            var next = change(_report);
            if (next.Phase != _report.Phase) next = next with { Since = time.GetUtcNow() };
            _isNew |= next != _report;
            _report = next;
        }
    }
}

/// <summary>What a consumer does.</summary>
internal enum ConsumerPhase
{
    /// <summary>It makes its first connection.</summary>
    Connecting,

    /// <summary>It takes messages as they come.</summary>
    Consuming,

    /// <summary>The broker is away, refuses, or has given the subscription to another process.</summary>
    Waiting,
}

/// <summary>How a consumer fares at a moment.</summary>
/// <param name="Settings">Whose.</param>
/// <param name="Phase">What it does.</param>
/// <param name="Since">Since when it does that.</param>
internal sealed record ConsumerReport(TriggerSettings Settings, ConsumerPhase Phase, DateTimeOffset Since)
{
    /// <summary>The broker it is, or was last, connected to.</summary>
    public string? Broker { get; init; }

    /// <summary>Why it waits.</summary>
    public string? Problem { get; init; }

    /// <summary>When a message came last; null: none came to this process.</summary>
    public DateTimeOffset? Last { get; init; }

    /// <summary>How many came to this process.</summary>
    public long Received { get; init; }
}
