using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dirac.Tasks.Storage;

namespace Dirac.Tasks.Transports;

/// <summary>The message of a transport: tasks of one kind for one handler call, with all that is needed to run them without a look at the table.</summary>
/// <param name="Name">The kind.</param>
/// <param name="Owner">The broker and its incarnation when they were handed over.</param>
/// <param name="Epoch">The epoch under which they may be run and their end recorded.</param>
/// <param name="UntilMs">On the database's clock: from then on they may be handed over again.</param>
/// <param name="Tasks">The tasks.</param>
internal sealed record CarriedBatch(string Name, string Owner, long Epoch, long UntilMs, IReadOnlyList<CarriedTask> Tasks)
{
    public static CarriedBatch Of(LaneBatch batch, string owner, long epoch, long untilMs) => new(
        batch.Name, owner, epoch, untilMs, [.. batch.Rows.Select(row => new CarriedTask(row.TaskID, row.Attempt, row.CreatedMs, row.Body, row.Errors, row.TraceParent))]);

    /// <summary>As bytes.</summary>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, CarriedJson.Compact.CarriedBatch);

    /// <summary>From bytes; null when they are no such message.</summary>
    public static CarriedBatch? Read(ReadOnlyMemory<byte> message)
    {
        try
        {
            return JsonSerializer.Deserialize(message.Span, CarriedJson.Compact.CarriedBatch) is { Name: not null, Owner: not null, Tasks.Count: > 0 } read ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>As if it had been claimed.</summary>
    public ClaimBatch ToClaim(TaskDefinition definition) => new(definition, [.. Tasks.Select(task => task.ToRow(Name, Epoch, Owner))]) { Epoch = Epoch };
}

/// <summary>One task of such a message.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Attempt">How many attempts were begun before.</param>
/// <param name="CreatedMs">When it was enqueued.</param>
/// <param name="Body">Its message.</param>
/// <param name="Errors">All errors so far.</param>
/// <param name="TraceParent">The trace that made it.</param>
internal sealed record CarriedTask(long Id, int Attempt, long CreatedMs, string Body, string? Errors, string? TraceParent)
{
    public TaskRow ToRow(string name, long epoch, string owner) => new()
    {
        TaskID = Id,
        Name = name,
        Body = Body,
        Attempt = Attempt,
        Epoch = epoch,
        Owner = owner,
        CreatedMs = CreatedMs,
        Errors = Errors,
        TraceParent = TraceParent,
    };
}

[JsonSerializable(typeof(CarriedBatch))]
internal sealed partial class CarriedJson : JsonSerializerContext
{
    /// <summary>Quotes in quoted JSON are escaped by one character, not six; nothing here is put into a page.</summary>
    public static CarriedJson Compact { get; } = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    });
}
