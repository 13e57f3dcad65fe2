using System.Net;
using Dirac.Model.Errors;

namespace Dirac.Hosting.Serving;

/// <summary>One address to listen on, checked against the rule that plain http stays on loopback and is asked for by name.</summary>
/// <param name="Address">The IP address; null means every address of the machine.</param>
/// <param name="Port">0 takes a free one.</param>
/// <param name="IsHttps">Whether connections are encrypted.</param>
internal sealed record ListenAddress(IPAddress? Address, int Port, bool IsHttps)
{
    /// <summary>Reads <paramref name="url"/>.</summary>
    /// <exception cref="DiracException">BadConfiguration, with advice, when it cannot or must not be listened on.</exception>
    public static ListenAddress Parse(string url, bool insecureHttp)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.PathAndQuery != "/")
            throw Refuse($"{url} is not an address to listen on.", $"Give --urls addresses such as {HostingOptions.DefaultUrl}.");

        var address = ReadHost(uri, url);
        if (uri.Scheme == "https")
            return new ListenAddress(address, uri.Port, IsHttps: true);
        if (address is null || !IPAddress.IsLoopback(address))
            throw Refuse($"{url} would send secrets over the network in the clear.", "Use https://, or http:// on 127.0.0.1 behind a proxy that speaks https.");
        if (!insecureHttp)
            throw Refuse($"{url} is not encrypted, and other users of this machine may listen.", "Use https://, or add --insecure-http if you accept that.");
        return new ListenAddress(address, uri.Port, IsHttps: false);
    }

    private static IPAddress? ReadHost(Uri uri, string url)
    {
        if (uri.Host == "localhost")
            return IPAddress.Loopback;
        if (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address))
            return address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) ? null : address;
        throw Refuse($"{url} names a host; a server listens on addresses.", "Give an IP address (0.0.0.0 for all), and the public name as the issuer.");
    }

    private static DiracException Refuse(string problem, string advice) => new(ErrorCode.BadConfiguration, problem, advice);
}
