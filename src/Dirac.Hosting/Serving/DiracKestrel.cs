using System.Net;
using Dirac.Hosting.Configuration;
using Dirac.Hosting.Rpc.Calling;
using Dirac.Hosting.Rpc.Declaring;
using Dirac.Hosting.Rpc.Dips;
using Dirac.Hosting.Rpc.Listening;
using Dirac.Hosting.Serving.GridTls;
using Dirac.Hosting.Serving.Https;
using Dirac.Model.Errors;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Hosting.Serving;

/// <summary>Sets the web server up as DIRAC wants it.</summary>
public static class DiracKestrel
{
    /// <summary>Listens on the addresses of <paramref name="options"/>: https with the certificate given or one of the installation's own authority, ports of the grid with the host's.</summary>
    /// <exception cref="Dirac.Model.Errors.DiracException">BadConfiguration when an address must not be listened on.</exception>
    public static IWebHostBuilder UseDiracKestrel(this IWebHostBuilder host, HostingOptions options)
    {
        var addresses = options.Urls.Select(url => ListenAddress.Parse(url, options.InsecureHttp)).ToList();
        return host.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = HostingOptions.DefaultBodyLimit;
            var certificates = kestrel.ApplicationServices.GetRequiredService<HttpsCertificates>();
            if (addresses.Any(address => address.IsHttps)) certificates.Open();
            foreach (var address in addresses)
                Listen(kestrel, address, certificates);
            foreach (var listener in GridListenersOf(kestrel.ApplicationServices, options))
                Listen(kestrel, options.GridAddress, listener);
        });
    }

    private static IReadOnlyList<GridListener> GridListenersOf(IServiceProvider services, HostingOptions options)
    {
        if (options.GridServices.Count == 0) return [];
        var root = services.GetRequiredService<IConfigurationSnapshots>().Current.Root;
        var served = services.GetRequiredService<RpcServices>().All.Select(service => service.Name).ToList();
        return options.GridServices.Contains(HostingOptions.AllServices, StringComparer.Ordinal)
            ? GridPorts.Plan(root, served.Where(service => GridPorts.IsConfigured(root, service)))
            : GridPorts.Plan(root, options.GridServices.Select(service => served.Contains(service, StringComparer.Ordinal) ? service : throw Unknown(service, served)));
    }

    private static DiracException Unknown(string service, IReadOnlyList<string> served) => new(
        ErrorCode.BadConfiguration,
        $"There is no service {service} here.",
        NearestNames.Find(service, served, 1) is [var near] ? $"Did you mean {near}?" : $"There are {string.Join(", ", served)}.");

    private static void Listen(KestrelServerOptions kestrel, IPAddress? address, GridListener grid)
    {
        if (address is null) kestrel.ListenAnyIP(grid.Port, Configure);
        else kestrel.Listen(address, grid.Port, Configure);

        void Configure(ListenOptions listener)
        {
            listener.RefuseBanned();
            if (grid.Protocol == RpcProtocols.Https) listener.UseGridTls(GridTlsListening.Https);
            else listener.UseGridTls(GridTlsListening.Dips).UseConnectionHandler<DipsConnectionHandler>();
        }
    }

    private static void Listen(KestrelServerOptions kestrel, ListenAddress address, HttpsCertificates certificates)
    {
        if (address.Address is { } ip)
            kestrel.Listen(ip, address.Port, Configure);
        else
            kestrel.ListenAnyIP(address.Port, Configure);

        void Configure(ListenOptions listener)
        {
            if (!address.IsHttps)
                return;
            listener.UseHttps(new TlsHandshakeCallbackOptions
            {
                OnConnection = connection => ValueTask.FromResult(certificates.For(connection.ClientHelloInfo.ServerName, (connection.Connection.LocalEndPoint as IPEndPoint)?.Address)),
            });
        }
    }
}
