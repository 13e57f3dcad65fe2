using System.Runtime.CompilerServices;
using Dirac.Model.Errors;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dirac.Hosting.Serving.GridTls;

/// <summary>Has a listener speak TLS with peers of the grid.</summary>
public static class GridTlsListenOptions
{
    /// <summary>Puts TLS with the host's certificate below whatever the listener serves: HTTP, or a connection handler. Needs <see cref="GridTlsModule"/>.</summary>
    /// <remarks>Connections have an <see cref="IGridPeerFeature"/> afterwards.</remarks>
    /// <exception cref="DiracException">BadConfiguration, with advice, when there is no usable certificate: shown at start, not at the first handshake.</exception>
    public static ListenOptions UseGridTls(this ListenOptions listener, GridTlsListening listening)
    {
        var services = listener.ApplicationServices;
        var keeper = services.GetRequiredService<GridTlsKeeper>();
        var logger = services.GetRequiredService<ILogger<GridTlsMiddleware>>();
        _ = keeper.GetContext(listening);
        SetIsTls(listener, true);
        listener.Use(next => new GridTlsMiddleware(next, keeper, listening, logger).OnConnectionAsync);
        return listener;
    }

    // Kestrel lets only its own TLS say so; it would report the address as http, to clients also. A test tells when it is called otherwise one day.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_IsTls")]
    private static extern void SetIsTls(ListenOptions listener, bool isTls);
}
