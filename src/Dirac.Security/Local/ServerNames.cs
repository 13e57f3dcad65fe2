using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Dirac.Security.Local;

/// <summary>Names and addresses a server answers to.</summary>
/// <param name="HostNames">DNS names.</param>
/// <param name="Addresses">IP addresses.</param>
public sealed record ServerNames(IReadOnlyList<string> HostNames, IReadOnlyList<IPAddress> Addresses)
{
    /// <summary>localhost, the loopback addresses and this machine's own name.</summary>
    public static ServerNames ThisMachine { get; } = new(
        [.. new[] { "localhost", Environment.MachineName }.Where(name => Uri.CheckHostName(name) == UriHostNameType.Dns).Distinct(StringComparer.OrdinalIgnoreCase)],
        [IPAddress.Loopback, IPAddress.IPv6Loopback]);

    /// <summary>These names and <paramref name="hosts"/>, each a DNS name or an IP address.</summary>
    public ServerNames With(IEnumerable<string> hosts)
    {
        var names = HostNames.ToList();
        var addresses = Addresses.ToList();
        foreach (var host in hosts)
        {
            if (IPAddress.TryParse(host, out var address))
                addresses.Add(address);
            else
                names.Add(host);
        }

        return new ServerNames([.. names.Distinct(StringComparer.OrdinalIgnoreCase)], [.. addresses.Distinct()]);
    }

    /// <summary>The subject alternative names of a certificate for them.</summary>
    internal X509Extension ToExtension()
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (var name in HostNames)
            builder.AddDnsName(name);
        foreach (var address in Addresses)
            builder.AddIpAddress(address);
        return builder.Build();
    }

    /// <summary>Whether <paramref name="certificate"/> is good for all of them.</summary>
    internal bool AreCoveredBy(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        return names is not null
            && HostNames.All(name => names.EnumerateDnsNames().Contains(name, StringComparer.OrdinalIgnoreCase))
            && Addresses.All(address => names.EnumerateIPAddresses().Contains(address));
    }
}
