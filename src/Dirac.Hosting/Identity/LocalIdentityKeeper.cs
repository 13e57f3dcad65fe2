using Dirac.Hosting.Serving;
using Dirac.Security.Local;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;

namespace Dirac.Hosting.Identity;

/// <summary>Keeps the file whose holder is the local user: there before the first request, with the real address once that is known.</summary>
internal sealed class LocalIdentityKeeper : IHostedLifecycleService
{
    private readonly HostingOptions _options;
    private readonly IServer _server;
    private volatile LocalIdentity? _current;

    public LocalIdentityKeeper(HostingOptions options, IServer server)
    {
        _options = options;
        _server = server;
    }

    /// <summary>The identity; null when this installation offers no local login.</summary>
    public LocalIdentity? Current => _current;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        Establish(_options.PublicUrl);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (_server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is { } url)
            Establish(ListenNames.OnThisMachine(url));
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Establish(string url)
    {
        if (_options.LocalUser is { } user && _current?.Url != url)
            _current = LocalIdentity.Establish(_options.DataDirectory, user.Name, user.Vo, url);
    }
}
