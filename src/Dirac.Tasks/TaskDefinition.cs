using System.Text.Json.Serialization.Metadata;
using Dirac.Tasks.Locking;

namespace Dirac.Tasks;

/// <summary>What the queue must know about one kind of task.</summary>
/// <param name="name">Its name in tables, logs and commands, such as <c>OptimizeJobPath</c>; at most 64 characters. Never changes once tasks exist.</param>
public class TaskDefinition(string name)
{
    internal static readonly TimeSpan LongestKeepDone = TimeSpan.FromDays(365);

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

    /// <summary>Whether and when a task that failed comes again. Default: <see cref="RetryPolicy.Default"/>.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.Default;

    /// <summary>
    /// The most memory that one handler call may use, in bytes: its objects, beside what the runtime needs. Default: null, no limit. 64 MiB to 1 TiB. With a
    /// limit each call runs in a process of its own, which costs about a second; one that wants more fails its attempt alone.
    /// </summary>
    public long? MemoryLimit { get; init; }

    /// <summary>How long done tasks are remembered, for people who look at the history. Default: 3 days; zero: not at all. At most 365 days.</summary>
    public TimeSpan KeepDone { get; init; } = TimeSpan.FromDays(3);

    /// <summary>Whether its tasks may need locks or have limits.</summary>
    internal virtual bool MayNeed => false;

    /// <summary>What is wrong with this definition for tasks with the message <paramref name="message"/>, or null.</summary>
    internal virtual string? Problem(Type message) => this switch
    {
        { Name.Length: 0 or > 64 } => "its name must have 1 to 64 characters",
        { Database.Length: 0 } => "Database must name the database whose changes cause it",
        { Priority: < TaskPriority.Realtime or > TaskPriority.Background } => $"there is no Priority {Priority}",
        { Size: < TaskSize.Small or > TaskSize.Large } => $"there is no Size {Size}, and nobody would run it",
        { BatchSize: < 1 or > 1_000 } => "BatchSize must be 1 to 1000",
        { MaxAttempts: < 1 } => "MaxAttempts must be at least 1",
        { Lease.TotalSeconds: < 1 } => "Lease must be at least a second",
        { Lease.TotalDays: > 1 } => "Lease must be at most a day: so long a worker that vanished keeps others from the task",
        { TimeLimit.Ticks: <= 0 } => "TimeLimit must be positive",
        { TimeLimit.TotalDays: > 20 } => "TimeLimit must be at most 20 days",
        { MemoryLimit: < 64L << 20 or > 1L << 40 } => "MemoryLimit must be 64 MiB to 1 TiB",
        { MemoryLimit: not null, BatchSize: > 1 } => "with a MemoryLimit each task runs alone: BatchSize must be 1",
        _ when KeepDone < TimeSpan.Zero || KeepDone > LongestKeepDone => "KeepDone must be 0 to 365 days",
        { Retry.First.Ticks: <= 0 } => "Retry.First must be positive",
        _ when Retry.Longest < Retry.First => "Retry.Longest must not be shorter than Retry.First",
        _ => null,
    };

    /// <summary>Tells how its messages are stored.</summary>
    internal virtual void Bind<TOther>(JsonTypeInfo<TOther> json)
    {
    }

    /// <summary>What a task needs to begin.</summary>
    /// <exception cref="System.Text.Json.JsonException">The body does not hold such a message.</exception>
    internal virtual TaskDemands Demands(string body) => TaskDemands.None;
}
