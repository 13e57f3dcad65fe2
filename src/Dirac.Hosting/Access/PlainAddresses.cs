using System.Net;
using System.Net.Sockets;

namespace Dirac.Hosting.Access;

/// <summary>Addresses of peers as people write and count them.</summary>
public static class PlainAddresses
{
    // A subscriber has a whole /64 of IPv6: counted one by one, its addresses would be no limit.
    private const int NetworkBytes = 8;

    /// <summary>The address itself: a listener for both versions of IP shows one of version 4 in the form of version 6.</summary>
    /// <param name="address">As the connection has it.</param>
    public static IPAddress Plain(this IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    /// <summary>What stands for one side when requests are counted: the plain address, or the first of an IPv6 network of 64 bits.</summary>
    /// <param name="address">As the connection has it.</param>
    public static IPAddress Side(this IPAddress address)
    {
        var plain = address.Plain();
        if (plain.AddressFamily != AddressFamily.InterNetworkV6 || IPAddress.IsLoopback(plain))
            return plain;
        var bytes = plain.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }
}
