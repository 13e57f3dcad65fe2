using System.Text.Json.Serialization.Metadata;

namespace Dirac.Hosting.OpenApi;

/// <summary>One way in which a route answers.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Text">When it answers so.</param>
/// <param name="Body">The JSON of the answer; null when it has none or is no JSON.</param>
/// <param name="MediaType">The kind of content; null when there is none.</param>
public sealed record RouteReply(int Status, string Text, JsonTypeInfo? Body = null, string? MediaType = null)
{
    /// <summary>Whether texts in its lists may be null, which their type cannot say.</summary>
    public bool HasHoles { get; init; }
}
