using System.Text.Json;
using Dirac.Security.Local;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;

namespace Dirac.Hosting.Serving;

/// <summary>Keeps <c>ready.json</c>: it appears, whole, when the server answers and goes when it stops.</summary>
internal sealed class ReadyFile : IHostedLifecycleService
{
    public const string FileName = "ready.json";

    private readonly HostingOptions _options;
    private readonly IServer _server;
    private readonly LocalCertificateAuthority _authority;
    private readonly string _path;

    public ReadyFile(HostingOptions options, IServer server, LocalCertificateAuthority authority)
    {
        _options = options;
        _server = server;
        _authority = authority;
        _path = Path.Combine(options.DataDirectory, FileName);
    }

    /// <summary>Removes what a server that was killed left behind.</summary>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        DataDirectory.Ensure(_options.DataDirectory);
        File.Delete(_path);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        // Ports of the grid come after those and are none of this file's business: who calls there has a configuration.
        IReadOnlyList<string> urls = [.. (_server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []).Take(_options.Urls.Count).Select(ListenNames.OnThisMachine)];
        var ca = urls.Any(url => url.StartsWith("https:", StringComparison.Ordinal)) ? _authority.CertificatePath : null;
        var document = new ReadyDocument(urls, Environment.ProcessId, ca);
        PrivateFile.Write(_path, JsonSerializer.SerializeToUtf8Bytes(document, HostingJsonContext.Default.ReadyDocument));
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        File.Delete(_path);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
