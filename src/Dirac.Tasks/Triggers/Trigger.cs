using Dirac.Persistence;
using Dirac.Tasks.Running;
using Dirac.Tasks.Schedules;

namespace Dirac.Tasks.Triggers;

/// <summary>A task to be made again and again.</summary>
/// <param name="Name">Its name, in tables and commands; at most 64 characters.</param>
/// <param name="Schedule">When, as things stand now.</param>
internal abstract record Trigger(string Name, Schedule Schedule)
{
    public abstract TaskDefinition Definition(TaskRegistry registry);

    /// <summary>Enqueues the task in the transaction that moves the schedule.</summary>
    public abstract Task FireAsync(ITaskQueue queue, IDbSession session, CancellationToken cancellationToken);
}

/// <inheritdoc/>
internal sealed record Trigger<TMessage>(string Name, Schedule Schedule, TMessage Message) : Trigger(Name, Schedule)
{
    public override TaskDefinition Definition(TaskRegistry registry) => registry.Find<TMessage>().Definition;

    public override Task FireAsync(ITaskQueue queue, IDbSession session, CancellationToken cancellationToken) =>
        queue.EnqueueAsync(session, [new NewTask<TMessage>(Message) { DedupKey = $"trigger {Name}" }], cancellationToken);
}
