using System.Net;
using Dirac.Hosting.Access;
using Dirac.Hosting.Configuration;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Hosting.Serving;

/// <summary>Closes connections from the addresses in <c>/Registry/BannedIPs</c> before a byte is read.</summary>
internal static class BannedAddresses
{
    /// <summary>Has the listener look at each new connection's address; put before everything else.</summary>
    public static ListenOptions RefuseBanned(this ListenOptions listener)
    {
        var snapshots = listener.ApplicationServices.GetRequiredService<IConfigurationSnapshots>();
        listener.Use(next => connection => IsBanned(snapshots.Current, connection.RemoteEndPoint) ? CloseAsync(connection) : next(connection));
        return listener;
    }

    private static bool IsBanned(ConfigurationSnapshot configuration, EndPoint? peer)
    {
        if (configuration.GridRegistry.BannedAddresses is not { Count: > 0 } banned || peer is not IPEndPoint { Address: var address }) return false;
        return banned.Contains(address.Plain().ToString());
    }

    private static Task CloseAsync(ConnectionContext connection)
    {
        connection.Abort();
        return Task.CompletedTask;
    }
}
