using Microsoft.AspNetCore.Http;

namespace Dirac.Hosting.Access;

/// <summary>Origins besides our own whose pages may call this server.</summary>
internal sealed class WebOrigins(HostingOptions options, IEnumerable<IOriginSource> sources)
{
    private static readonly PathString[] Api = ["/api", "/.well-known"];
    private readonly HashSet<string> _started = new(options.AllowedOrigins.Select(origin => origin.TrimEnd('/')), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether pages of <paramref name="origin"/> may call anything here.</summary>
    public bool Allows(string origin) => _started.Contains(origin) || sources.Any(source => source.Allows(origin));

    /// <summary>Whether pages of <paramref name="origin"/> may call <paramref name="path"/>. Our own pages take a cookie, so they are for origins named at start only.</summary>
    public bool Allows(string origin, PathString path) =>
        _started.Contains(origin) || (Api.Any(api => path.StartsWithSegments(api, StringComparison.Ordinal)) && sources.Any(source => source.Allows(origin)));
}
