using Dirac.Security.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;

namespace Dirac.Hosting.Access;

/// <summary>What a route says about itself where it is mapped.</summary>
public static class RouteConventions
{
    /// <summary>Names who may use the route. Every route needs this: the server does not start otherwise.</summary>
    public static TBuilder Requires<TBuilder>(this TBuilder route, AccessRule rule)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new RouteRule(rule));

    /// <summary>Accepts a browser's session cookie besides a token. For pages that only show things: other methods than GET and HEAD never accept it.</summary>
    public static TBuilder AllowsBrowserSession<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(BrowserSessionAllowed.Mark);

    /// <summary>Takes the tokens of jobs' payloads, too, which every other route refuses. The route's rule is asked as for anybody.</summary>
    public static TBuilder AllowsPayloads<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(PayloadsAllowed.Mark);

    /// <summary>Sets the largest body the route takes, bytes; more is answered with 413.</summary>
    public static TBuilder WithBodyLimit<TBuilder>(this TBuilder route, long bytes)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new RequestSizeLimitAttribute(bytes));
}
