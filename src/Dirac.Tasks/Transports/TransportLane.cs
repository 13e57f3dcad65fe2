namespace Dirac.Tasks.Transports;

/// <summary>One queue of a broker. Lanes of a size class are read in the order of their priorities; see <see cref="LaneTurns"/>.</summary>
/// <param name="Database">Whose tasks.</param>
/// <param name="Size">Of which size class.</param>
/// <param name="Priority">Of which priority.</param>
internal readonly record struct TransportLane(string Database, TaskSize Size, TaskPriority Priority)
{
    /// <summary>The lanes of a size class, the most urgent first.</summary>
    public static IReadOnlyList<TransportLane> Of(string database, TaskSize size) =>
        [.. Enum.GetValues<TaskPriority>().Order().Select(priority => new TransportLane(database, size, priority))];
}
