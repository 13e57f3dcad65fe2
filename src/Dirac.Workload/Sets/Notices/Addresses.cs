using System.Net;
using System.Net.Sockets;
using Dirac.Hosting.Access;

namespace Dirac.Workload.Sets.Notices;

/// <summary>Says which addresses web hooks may reach. Pure.</summary>
/// <remarks>A hook's address is chosen by a user and called by the server: it must not open what only machines near the server can reach.</remarks>
internal static class Addresses
{
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(text => IPNetwork.Parse(text)),
    ];

    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");

    /// <summary>Whether an address is one of the open Internet.</summary>
    public static bool IsPublic(IPAddress address)
    {
        var plain = address.Plain();
        if (plain.AddressFamily == AddressFamily.InterNetworkV6 && !Global.Contains(plain)) return false;
        return !NotPublic.Any(network => network.Contains(plain));
    }

    /// <summary>Whether a hook may go to an address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="allowed">Private networks that may be reached.</param>
    /// <param name="loopback">Whether this machine may be.</param>
    public static bool MayReach(IPAddress address, IEnumerable<IPNetwork> allowed, bool loopback)
    {
        var plain = address.Plain();
        return IsPublic(plain) || (loopback && IPAddress.IsLoopback(plain)) || allowed.Any(network => network.Contains(plain));
    }
}
