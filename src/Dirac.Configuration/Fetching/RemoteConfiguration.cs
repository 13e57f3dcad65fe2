using Dirac.Configuration.Trees;
using Dirac.Hosting.Configuration;
using Microsoft.Extensions.Logging;

namespace Dirac.Configuration.Fetching;

/// <summary>Keeps the tree of a process that is no master as new as that of the configuration servers. Thread-safe; one look at a time.</summary>
internal sealed partial class RemoteConfiguration : IConfigurationRefresh, IDisposable
{
    private readonly ServedConfiguration _served;
    private readonly ConfigurationFetch _fetch;
    private readonly ConfigurationCache _cache;
    private readonly IConfigurationSnapshots _snapshots;
    private readonly ILogger<RemoteConfiguration> _log;
    private readonly SemaphoreSlim _gate = new(1, 1);

    public RemoteConfiguration(ServedConfiguration served, ConfigurationFetch fetch, ConfigurationCache cache, IConfigurationSnapshots snapshots, ILogger<RemoteConfiguration> log)
    {
        _served = served;
        _fetch = fetch;
        _cache = cache;
        _snapshots = snapshots;
        _log = log;
    }

    /// <summary>Who is asked: the local files' servers and those the servers name themselves.</summary>
    public IEnumerable<string> Servers => _snapshots.Current.Root.GetList(ConfigurationPaths.Servers).Concat(_served.Current.Root.GetList(ConfigurationPaths.Servers));

    /// <summary>The master, as the servers name it; null when they name none.</summary>
    public string? Master => _served.Current.Root.GetOption(ConfigurationPaths.MasterServer) is { Length: > 0 } master ? master : null;

    public async Task<string?> RefreshAsync(bool fromMaster, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            IEnumerable<string> servers = fromMaster && Master is { } master ? [master] : Servers;
            var outcome = await _fetch.FetchAsync(servers, _served.Current, cancellationToken);
            if (outcome.Newer is { } tree) TakeOver(tree, outcome.Server!);
            return outcome.Server is null ? $"No configuration server answers: {string.Join(' ', outcome.Problems)}" : null;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private void TakeOver(ConfigurationTree tree, string server)
    {
        _served.Publish(tree);
        LogTaken(tree.Version, server);
        if (_cache.Save(tree) is { } problem) LogNoCopy(problem);
    }

    [LoggerMessage(5530, LogLevel.Information, "Version {Version} of the configuration came from {Server}")]
    private partial void LogTaken(string version, string server);

    [LoggerMessage(5531, LogLevel.Warning, "The configuration could not be kept for a start without servers: {Problem}")]
    private partial void LogNoCopy(string problem);
}
