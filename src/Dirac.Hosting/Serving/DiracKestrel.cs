using Dirac.Security.Local;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Hosting.Serving;

/// <summary>Sets the web server up as DIRAC wants it.</summary>
public static class DiracKestrel
{
    /// <summary>Listens on the addresses of <paramref name="options"/>; https is answered with the certificate of the installation's own authority.</summary>
    /// <exception cref="Dirac.Model.Errors.DiracException">BadConfiguration when an address must not be listened on.</exception>
    public static IWebHostBuilder UseDiracKestrel(this IWebHostBuilder host, HostingOptions options)
    {
        var addresses = options.Urls.Select(url => ListenAddress.Parse(url, options.InsecureHttp)).ToList();
        return host.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = HostingOptions.DefaultBodyLimit;
            foreach (var address in addresses)
                Listen(kestrel, address);
        });
    }

    private static void Listen(KestrelServerOptions kestrel, ListenAddress address)
    {
        if (address.Address is { } ip)
            kestrel.Listen(ip, address.Port, Configure);
        else
            kestrel.ListenAnyIP(address.Port, Configure);

        void Configure(ListenOptions listener)
        {
            if (!address.IsHttps)
                return;
            var authority = listener.ApplicationServices.GetRequiredService<LocalCertificateAuthority>();
            // Made now, so that clients find the authority's certificate and a fault shows at start, not at the first handshake.
            _ = authority.ServerCertificate;
            listener.UseHttps(https => https.ServerCertificateSelector = (_, _) => authority.ServerCertificate);
        }
    }
}
