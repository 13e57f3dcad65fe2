using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
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

    /// <summary>A task with a message that a person has written: nothing in it is unknown, and nothing is missing.</summary>
    /// <exception cref="JsonException">It is no such message.</exception>
    public abstract NewTask Make(JsonElement message);

    /// <summary>A task that stands in no queue.</summary>
    /// <exception cref="JsonException">It is no such message.</exception>
    public abstract ClaimedTask ByHand(JsonElement message, DateTimeOffset now);

    /// <summary>The JSON schema of the message.</summary>
    public abstract JsonNode Shape();

    /// <summary>Calls the handler with tasks made by <see cref="Read"/>.</summary>
    public abstract Task<IReadOnlyList<TaskOutcome>> HandleAsync(
        IServiceProvider services, IReadOnlyList<ClaimedTask> tasks, TaskContext context, CancellationToken cancellationToken);
}

/// <inheritdoc cref="TaskRoute"/>
internal abstract class TaskRoute<TMessage>(TaskDefinition definition, JsonTypeInfo<TMessage> json) : TaskRoute(definition)
{
    // What programs store may come from another version; what a person writes is checked.
    private readonly Lazy<JsonTypeInfo<TMessage>> _strict = new(() => Strict(json));

    public override Type MessageType => typeof(TMessage);

    /// <summary>The deduplication key that the definition computes; null without one.</summary>
    public string? DedupKey(TMessage message) => (Definition as TaskDefinition<TMessage>)?.DedupKey?.Invoke(message);

    public string Write(TMessage message) => JsonSerializer.Serialize(message, json);

    public override string? DedupKeyOf(string body) => DedupKey(JsonSerializer.Deserialize(body, json) ?? throw new JsonException("The message is null."));

    public override NewTask Make(JsonElement message) => new NewTask<TMessage>(ReadStrictly(message));

    public override ClaimedTask ByHand(JsonElement message, DateTimeOffset now)
    {
        var row = new TaskRow { Name = Definition.Name, Body = message.GetRawText(), CreatedMs = now.ToUnixTimeMilliseconds() };
        return new ClaimedTask<TMessage>(row, epoch: 0, ReadStrictly(message));
    }

    public override JsonNode Shape() => _strict.Value.GetJsonSchemaAsNode(new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true });

    public override ClaimedTask Read(TaskRow row, long epoch)
    {
        var message = JsonSerializer.Deserialize(row.Body, json) ?? throw new JsonException("The message is null.");
        return new ClaimedTask<TMessage>(row, epoch, message);
    }

    private TMessage ReadStrictly(JsonElement message) => message.Deserialize(_strict.Value) ?? throw new JsonException("The message is null.");

    private static JsonTypeInfo<TMessage> Strict(JsonTypeInfo<TMessage> json) =>
        (JsonTypeInfo<TMessage>)new JsonSerializerOptions(json.Options)
        {
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
        }.GetTypeInfo(typeof(TMessage));
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
        return outcomes switch
        {
            null => throw Wrong("null in place of outcomes"),
            _ when outcomes.Count != tasks.Count => throw Wrong($"{outcomes.Count} outcomes for {tasks.Count} tasks"),
            _ when outcomes.Contains(null!) => throw Wrong("null in place of an outcome"),
            _ => outcomes,
        };
    }

    private static InvalidOperationException Wrong(string what) => new($"{typeof(THandler).Name} returned {what}.");
}
