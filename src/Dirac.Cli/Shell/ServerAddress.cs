using Dirac.Client.Http;
using Dirac.Client.Identity;
using Dirac.Security.Local;
using Dirac.Model.Errors;

namespace Dirac.Cli.Shell;

/// <summary>Finds the server a command talks to, how to trust it and who to be there.</summary>
/// <param name="host">The process.</param>
/// <param name="dataDirectory">Data directory of a server on this machine.</param>
/// <param name="option">Value of <c>--url</c>, if given.</param>
internal sealed class ServerAddress(CliHost host, string dataDirectory, string? option)
{
    private const string Default = "https://127.0.0.1:8443";

    /// <summary>Opens a connection; nothing is sent before the first request.</summary>
    /// <param name="group">The DIRAC group to work as; null means the user's default.</param>
    /// <exception cref="DiracException">There is no identity for this server.</exception>
    public ApiConnection Connect(string? group)
    {
        var ready = ServerReady.TryRead(dataDirectory);
        var url = Parse(option ?? Given("DIRAC_URL") ?? (ready is { Urls.Count: > 0 } ? ready.Urls[0] : Default));
        // The authority in the data directory vouches for servers on this machine only.
        var options = new ApiConnectionOptions { Url = url, CaFile = url.IsLoopback ? FindAuthority(ready) : null };
        if (options.CaFile is { } authority) host.TrustOnly(authority);
        if (Given("DIRAC_TOKEN") is { } token) return new ApiConnection(options, new FixedToken(token));
        // The local secret never leaves this machine, whatever address was asked for.
        if (!url.IsLoopback)
        {
            throw new DiracException(
                ErrorCode.NotAuthenticated,
                $"There is no login for {url}.",
                "Set DIRAC_TOKEN to an access token for that server; the identity in the data directory is good on this machine only.");
        }

        return LocalLogin.Connect(options, LocalIdentity.Read(dataDirectory), group, host.Clock);
    }

    private string? FindAuthority(ServerReady? ready)
    {
        var file = ready?.Ca ?? "ca.pem";
        var path = Path.Combine(dataDirectory, file);
        return File.Exists(path) ? path : null;
    }

    private static Uri Parse(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
            ? url
            : throw new UsageException($"'{text}' is not the address of a server.", "Give one such as https://127.0.0.1:8443 with --url or DIRAC_URL.");

    private string? Given(string name) => host.Variable(name) is { Length: > 0 } value ? value : null;
}
