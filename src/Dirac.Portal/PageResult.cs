using System.Net;

namespace Dirac.Portal;

/// <summary>What a page answers.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Html">The document.</param>
/// <param name="RedirectTo">Where to go instead, or null.</param>
internal sealed record PageResult(HttpStatusCode Status, string Html, string? RedirectTo = null);
