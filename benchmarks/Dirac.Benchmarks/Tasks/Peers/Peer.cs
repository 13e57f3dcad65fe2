namespace Dirac.Benchmarks.Tasks.Peers;

/// <summary>Another task system: how its queue is filled and worked on.</summary>
/// <param name="Name">What it is called in the figures.</param>
/// <param name="Version">Its version.</param>
/// <param name="Count">How many tasks are measured, for those that are slower take less.</param>
/// <param name="List">The list in Redis in which its waiting tasks stand.</param>
/// <param name="Fill">Fills the queue; the number of tasks follows.</param>
/// <param name="Workers">The processes that work on it, 50 handlers at once in all where that can be had.</param>
internal sealed record Peer(string Name, string Version, int Count, string List, IReadOnlyList<string> Fill, IReadOnlyList<IReadOnlyList<string>> Workers);
