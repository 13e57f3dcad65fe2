using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Dirac.Pilot.Relays;

/// <summary>Where a relay hands traffic to.</summary>
/// <param name="Address">A unix socket, or a port of a machine.</param>
internal sealed record RelayTarget(EndPoint Address)
{
    private const string Unix = "unix:";
    private const string Tcp = "tcp:";
    // What the kernel takes, with a final NUL.
    private const int LongestPath = 107;

    /// <summary>Reads <c>unix:/path/of/a/socket</c> or <c>tcp:HOST:PORT</c>.</summary>
    /// <returns>Null when it is neither.</returns>
    internal static RelayTarget? TryParse(string text)
    {
        if (text.StartsWith(Unix + "/", StringComparison.Ordinal))
        {
            return Encoding.UTF8.GetByteCount(text) > Unix.Length + LongestPath ? null : new RelayTarget(new UnixDomainSocketEndPoint(text[Unix.Length..]));
        }

        var colon = text.LastIndexOf(':');
        if (!text.StartsWith(Tcp, StringComparison.Ordinal) || colon <= Tcp.Length) return null;
        var host = text[Tcp.Length..colon].Trim('[', ']');
        return host.Length > 0 && int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535
            ? new RelayTarget(IPAddress.TryParse(host, out var address) ? new IPEndPoint(address, port) : new DnsEndPoint(host, port))
            : null;
    }

    /// <summary>Makes a connection; the caller disposes it.</summary>
    /// <exception cref="SocketException">Nobody answers there.</exception>
    internal async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = Address is UnixDomainSocketEndPoint ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(Address, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The socket's path, or host and port.</summary>
    public override string ToString() => Address switch
    {
        DnsEndPoint name => string.Create(CultureInfo.InvariantCulture, $"{name.Host}:{name.Port}"),
        var other => other.ToString()!,
    };
}
