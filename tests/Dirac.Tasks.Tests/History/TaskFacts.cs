using Dirac.Tasks.Tests.Simulation;

namespace Dirac.Tasks.Tests.History;

/// <summary>What the history so far says about one task.</summary>
internal sealed class TaskFacts(string kind, string? key, long dueMs, SiteLock? siteLock)
{
    /// <summary>What it needs while it runs.</summary>
    public SiteLock? Lock => siteLock;

    public string Kind => kind;

    /// <summary>The key under which it waits for its first attempt.</summary>
    public string? WaitingKey { get; private set; } = key;

    public TaskState State { get; private set; } = TaskState.Waiting;

    /// <summary>When it may be claimed: its start, or the end of its lease.</summary>
    public long DueMs { get; private set; } = dueMs;

    public long Epoch { get; private set; }

    public int Attempts { get; private set; }

    public List<long> Completions { get; } = [];

    /// <summary>Whether it has ended once, well or not; a dead task may come back, but no group waits for it again.</summary>
    public bool HasEnded { get; private set; }

    public bool IsInTheQueue => State is TaskState.Waiting or TaskState.Held;

    public bool IsHeldUnder(long epoch) => State == TaskState.Held && Epoch == epoch;

    public void Claim(long epoch, long untilMs)
    {
        (State, Epoch, DueMs, WaitingKey) = (TaskState.Held, epoch, untilMs, null);
        Attempts++;
    }

    public void Renew(long untilMs) => DueMs = untilMs;

    public void Release(long dueMs, bool counts)
    {
        (State, DueMs) = (TaskState.Waiting, dueMs);
        Epoch++;
        if (!counts)
            Attempts--;
    }

    /// <summary>Whoever held it has lost it and holds nothing more.</summary>
    public void Fence()
    {
        State = TaskState.Waiting;
        Epoch++;
    }

    public void End(TaskState how) => (State, WaitingKey, HasEnded) = (how, null, true);

    public void Revive(long nowMs) => (State, DueMs, Attempts, Epoch) = (TaskState.Waiting, nowMs, 0, Epoch + 1);
}

internal enum TaskState
{
    Waiting,
    Held,
    Done,
    Dead,
    Dropped,
}
