using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dirac.Tasks.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Tasks.Running;

/// <summary>The way from a stored task to its handler.</summary>
internal abstract class TaskRoute(TaskDefinition definition)
{
    public TaskDefinition Definition => definition;

    public abstract Type MessageType { get; }

    /// <summary>The task as its handler wants it.</summary>
    /// <exception cref="JsonException">The body does not hold such a message.</exception>
    public abstract ClaimedTask Read(TaskRow row, long epoch);

    /// <summary>The deduplication key that the definition computes for a stored message; null without one.</summary>
    /// <exception cref="JsonException">The body does not hold such a message.</exception>
    public abstract string? DedupKeyOf(string body);

    /// <summary>Calls the handler with tasks made by <see cref="Read"/>.</summary>
    public abstract Task<IReadOnlyList<TaskOutcome>> HandleAsync(
        IServiceProvider services, IReadOnlyList<ClaimedTask> tasks, TaskContext context, CancellationToken cancellationToken);
}

/// <inheritdoc cref="TaskRoute"/>
internal abstract class TaskRoute<TMessage>(TaskDefinition definition, JsonTypeInfo<TMessage> json) : TaskRoute(definition)
{
    public override Type MessageType => typeof(TMessage);

    /// <summary>The deduplication key that the definition computes; null without one.</summary>
    public string? DedupKey(TMessage message) => (Definition as TaskDefinition<TMessage>)?.DedupKey?.Invoke(message);

    public string Write(TMessage message) => JsonSerializer.Serialize(message, json);

    public override string? DedupKeyOf(string body) => DedupKey(JsonSerializer.Deserialize(body, json) ?? throw new JsonException("The message is null."));

    public override ClaimedTask Read(TaskRow row, long epoch)
    {
        var message = JsonSerializer.Deserialize(row.Body, json) ?? throw new JsonException("The message is null.");
        return new ClaimedTask<TMessage>(row, epoch, message);
    }
}

/// <inheritdoc cref="TaskRoute"/>
internal sealed class TaskRoute<TMessage, THandler>(TaskDefinition definition, JsonTypeInfo<TMessage> json) : TaskRoute<TMessage>(definition, json)
    where THandler : class, ITaskHandler<TMessage>
{
    public override async Task<IReadOnlyList<TaskOutcome>> HandleAsync(
        IServiceProvider services, IReadOnlyList<ClaimedTask> tasks, TaskContext context, CancellationToken cancellationToken)
    {
        var outcomes = await services.GetRequiredService<THandler>().HandleAsync(
            [.. tasks.Cast<ClaimedTask<TMessage>>()], context, cancellationToken);
        return outcomes.Count == tasks.Count
            ? outcomes
            : throw new InvalidOperationException($"{typeof(THandler).Name} returned {outcomes.Count} outcomes for {tasks.Count} tasks.");
    }
}
