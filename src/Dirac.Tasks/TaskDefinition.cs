namespace Dirac.Tasks;

/// <summary>What the queue must know about one kind of task.</summary>
/// <param name="name">Its name in tables, logs and commands, such as <c>OptimizeJobPath</c>; at most 64 characters. Never changes once tasks exist.</param>
public sealed class TaskDefinition(string name)
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;

    /// <summary>The database whose changes cause these tasks and in which they stand, such as <c>JobDB</c>.</summary>
    public required string Database { get; init; }

    /// <summary>Default: <see cref="TaskPriority.Normal"/>. One task may have another.</summary>
    public TaskPriority Priority { get; init; } = TaskPriority.Normal;

    /// <summary>Default: <see cref="TaskSize.Small"/>.</summary>
    public TaskSize Size { get; init; } = TaskSize.Small;

    /// <summary>The most tasks given to the handler at once. Default: 1, for slow handlers; fast ones take 100 or more.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>After so many attempts a task is put among the dead. Default: 5. An attempt counts when it begins, so crashes count too.</summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>How long a worker that vanished keeps others from the task. Default: 1 minute. It is renewed every third of it.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>After this time the handler is cancelled, and given up if it does not end within a second time as long. Default: 10 minutes.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The wait between attempts. Default: <see cref="RetryPolicy.Default"/>.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.Default;

    /// <summary>What is wrong with this definition, or null.</summary>
    internal string? Problem() => this switch
    {
        { Name.Length: 0 or > 64 } => "its name must have 1 to 64 characters",
        { BatchSize: < 1 or > 1_000 } => "BatchSize must be 1 to 1000",
        { MaxAttempts: < 1 } => "MaxAttempts must be at least 1",
        { Lease.TotalSeconds: < 1 } => "Lease must be at least a second",
        { TimeLimit.Ticks: <= 0 } => "TimeLimit must be positive",
        { Retry.First.Ticks: <= 0 } => "Retry.First must be positive",
        _ => null,
    };
}
