using Dirac.Security.Policies;

namespace Dirac.Hosting.Access;

/// <summary>The rule of a route, kept with the route.</summary>
/// <param name="Rule">Who may use it.</param>
internal sealed record RouteRule(AccessRule Rule);
