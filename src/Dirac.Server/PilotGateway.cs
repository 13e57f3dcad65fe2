using System.Net;
using System.Security.Cryptography;
using System.Text;
using Dirac.Hosting;
using Dirac.Hosting.Serving;
using Dirac.Workload.Ports;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Dirac.Server;

/// <summary>Tells pilots where this very server is.</summary>
internal sealed class PilotGateway(IServer server, HostingOptions options) : IPilotGateway
{
    private readonly string _authority = Path.Combine(options.DataDirectory, "ca.pem");

    public Uri Url => server.Features.Get<IServerAddressesFeature>()!.Addresses.First() is var url && ListenNames.IsAny(url) ? new Uri(options.PublicUrl) : new Uri(url);

    // Away from this machine, pilots meet the certificate given, which systems know; without one, that of the own authority.
    public string? Authority => Url.Scheme == Uri.UriSchemeHttps && (options.CertificateFile is null || !IsReachable) && File.Exists(_authority) ? File.ReadAllText(_authority) : null;

    public bool IsReachable => !(IPAddress.TryParse(Url.Host.Trim('[', ']'), out var address) ? IPAddress.IsLoopback(address) : Url.IsLoopback);

    public string Installation { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Dns.GetHostName()}\n{Path.GetFullPath(options.DataDirectory)}")))[..16];
}
