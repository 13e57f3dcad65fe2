using Microsoft.AspNetCore.Http;

namespace Dirac.Hosting.Requests;

/// <summary>Addresses of this server as whoever asks can reach them.</summary>
public static class RequestAddress
{
    /// <summary>Makes a path and query a whole address.</summary>
    /// <param name="request">The request that is answered.</param>
    /// <param name="options">Knows the public address.</param>
    /// <param name="path">Path and query, beginning with a slash.</param>
    /// <remarks>The public address when the request names its host, since a proxy may have taken off TLS; else the host the request names, as behind a tunnel.</remarks>
    public static string Of(HttpRequest request, HostingOptions options, string path) =>
        string.Equals(request.Host.Value, new Uri(options.PublicUrl).Authority, StringComparison.OrdinalIgnoreCase)
            ? options.PublicUrl + path
            : $"{request.Scheme}://{request.Host}{request.PathBase}{path}";
}
