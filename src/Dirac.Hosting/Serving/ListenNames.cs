using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Dirac.Security.Local;

namespace Dirac.Hosting.Serving;

/// <summary>Under which names and addresses a server can be called.</summary>
public static class ListenNames
{
    /// <summary>What the own authority's certificate is for: this machine, the public name, the addresses listened on.</summary>
    public static ServerNames Of(HostingOptions options) => ServerNames.ThisMachine.With(
        options.AllowedHosts.Append(Bare(options.PublicUrl)).Concat(options.Urls.SelectMany(url => IsAny(url) ? AddressesOfThisMachine() : [Bare(url)])));

    /// <summary>Whether an address to listen on means every address of the machine.</summary>
    public static bool IsAny(string url) => IPAddress.TryParse(Bare(url), out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));

    /// <summary>An address to listen on as programs on this machine call it: every address is answered on the loopback one, too.</summary>
    public static string OnThisMachine(string url) => IsAny(url) ? WithHost(url, "127.0.0.1") : url;

    /// <summary>An address to listen on as others may call it: every address is that of the machine's name.</summary>
    public static string ForOthers(string url) => IsAny(url) ? WithHost(url, Environment.MachineName) : url;

    private static string WithHost(string url, string host) => new UriBuilder(url) { Host = host }.Uri.GetLeftPart(UriPartial.Authority);

    private static string Bare(string url) => new Uri(url).Host.Trim('[', ']');

    private static IEnumerable<string> AddressesOfThisMachine() => NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Select(unicast => unicast.Address)
        .Where(address => address.AddressFamily == AddressFamily.InterNetwork || !address.IsIPv6LinkLocal)
        .Select(address => address.ToString());
}
