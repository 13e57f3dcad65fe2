namespace Dirac.Tasks.Storage;

/// <summary>A task to be inserted. The properties are the parameters of the statement.</summary>
internal sealed record TaskInsert(
    string Name, TaskPriority Priority, TaskSize Size, string Body, string? TraceParent, string? PendingKey = null, long? DueMs = null);
