namespace Dirac.Tasks.RabbitMq;

/// <summary>What a reader reads.</summary>
/// <param name="Database">Whose tasks.</param>
/// <param name="Size">Of which size class.</param>
/// <param name="Ahead">How many messages of each lane the broker sends before the first of them is acknowledged.</param>
internal sealed record ReaderScope(string Database, TaskSize Size, ushort Ahead);
