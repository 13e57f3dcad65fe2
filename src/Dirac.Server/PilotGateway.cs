using System.Net;
using System.Security.Cryptography;
using System.Text;
using Dirac.Workload.Ports;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Dirac.Server;

/// <summary>Tells pilots where this very server is.</summary>
internal sealed class PilotGateway(IServer server, ServerOptions options) : IPilotGateway
{
    private readonly string _authority = Path.Combine(options.Data, "ca.pem");

    public Uri Url => new(server.Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public string? Authority => Url.Scheme == Uri.UriSchemeHttps && File.Exists(_authority) ? File.ReadAllText(_authority) : null;

    public bool IsReachable => !(IPAddress.TryParse(Url.Host.Trim('[', ']'), out var address) ? IPAddress.IsLoopback(address) : Url.IsLoopback);

    public string Installation { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Dns.GetHostName()}\n{Path.GetFullPath(options.Data)}")))[..16];
}
