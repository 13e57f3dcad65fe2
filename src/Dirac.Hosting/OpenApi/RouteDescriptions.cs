using Microsoft.AspNetCore.Builder;

namespace Dirac.Hosting.OpenApi;

/// <summary>How a route gets its description.</summary>
public static class RouteDescriptions
{
    /// <summary>Says what the route does, takes and answers. Nothing of it is looked at before somebody asks for the document.</summary>
    /// <param name="route">The route.</param>
    /// <param name="summary">What it does, in a sentence.</param>
    /// <param name="describe">The rest; the first answer named is that of the example.</param>
    public static TBuilder Describe<TBuilder>(this TBuilder route, string summary, Action<RouteDescription> describe)
        where TBuilder : IEndpointConventionBuilder
    {
        var description = new RouteDescription(summary);
        describe(description);
        return route.WithMetadata(description);
    }
}
