using Dirac.Persistence;
using Dirac.Tasks.Running;

namespace Dirac.Tasks.Triggers;

/// <summary>A task to be made again and again.</summary>
internal abstract record IntervalTrigger(string Name, TimeSpan Every)
{
    public abstract TaskDefinition Definition(TaskRegistry registry);

    /// <summary>Enqueues the task in the transaction that moves the schedule.</summary>
    public abstract Task FireAsync(ITaskQueue queue, IDbSession session, CancellationToken cancellationToken);
}

/// <inheritdoc/>
internal sealed record IntervalTrigger<TMessage>(string Name, TimeSpan Every, TMessage Message) : IntervalTrigger(Name, Every)
{
    public override TaskDefinition Definition(TaskRegistry registry) => registry.Find<TMessage>().Definition;

    public override Task FireAsync(ITaskQueue queue, IDbSession session, CancellationToken cancellationToken) =>
        queue.EnqueueAsync(session, [new NewTask<TMessage>(Message) { DedupKey = $"trigger {Name}" }], cancellationToken);
}
