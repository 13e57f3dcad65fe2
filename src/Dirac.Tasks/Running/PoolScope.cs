using Dirac.Tasks.Storage;

namespace Dirac.Tasks.Running;

/// <summary>What one pool is about.</summary>
/// <param name="Store">The tasks of its database.</param>
/// <param name="Size">Its size class.</param>
/// <param name="Slots">The handler calls of the size class, shared by the databases.</param>
internal sealed record PoolScope(TaskStore Store, TaskSize Size, HandlerSlots Slots);
