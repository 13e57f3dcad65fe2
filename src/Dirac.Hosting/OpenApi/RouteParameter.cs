namespace Dirac.Hosting.OpenApi;

/// <summary>A value in the path or the query of a route.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">string, integer, number, boolean; or array, of texts given one by one.</param>
/// <param name="Text">What it says, in a sentence; null when the name does.</param>
/// <param name="Example">The value in the example; null leaves it out there, which a path cannot.</param>
/// <param name="Words">All the values there are; null when there are others.</param>
/// <param name="Required">Whether it has to be given.</param>
public sealed record RouteParameter(string Name, string Type, string? Text, string? Example, IReadOnlyList<string>? Words, bool Required);
