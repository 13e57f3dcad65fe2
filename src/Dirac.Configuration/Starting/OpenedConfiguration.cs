using Dirac.Configuration.Fetching;
using Dirac.Configuration.Master;
using Dirac.Configuration.Peers;
using Dirac.Configuration.Trees;
using Dirac.Hosting.Configuration;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;
using Dirac.Persistence;

namespace Dirac.Configuration.Starting;

/// <summary>The configuration a process begins with, got before the process is put together.</summary>
public sealed class OpenedConfiguration : IDisposable
{
    private OpenedConfiguration(ConfigurationRole role, CfgSection local, ConfigurationTree remote, IConfigurationPeers peers, RandomSource random)
    {
        Role = role;
        Peers = peers;
        Random = random;
        Served = new ServedConfiguration(Below);
        Served.Publish(remote);
        Effective = Cfg.Merge(remote.Root, local);
    }

    /// <summary>What the process is.</summary>
    public ConfigurationRole Role { get; }

    /// <summary>The tree the process begins with: what came from elsewhere, with its own files laid over it.</summary>
    public CfgSection Effective { get; }

    internal ConfigurationBase Below { get; } = new();

    internal ServedConfiguration Served { get; }

    internal IConfigurationPeers Peers { get; }

    internal RandomSource Random { get; }

    internal ConfigurationCache? Cache { get; private init; }

    internal MasterFiles? Files { get; private init; }

    /// <summary>Where a slave serves the configuration; null when this is none.</summary>
    internal string? SlaveAddress { get; private init; }

    /// <summary>Reads the files, and gets what does not lie in them: a master from its tree, others from configuration servers.</summary>
    /// <param name="options">What is known of the process.</param>
    /// <param name="peers">Calls other services; null when the program has no client, which leaves only a copy made earlier.</param>
    /// <param name="random">In which order servers are asked.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DiracException">BadConfiguration, with advice: a file is not usable. Unavailable: no server answers and there is no copy.</exception>
    public static async Task<OpenedConfiguration> OpenAsync(
        ConfigurationOptions options, IConfigurationPeers? peers, RandomSource random, TimeProvider clock, CancellationToken cancellationToken)
    {
        var local = LocalFiles.Read(options.Files);
        var caller = peers ?? new UnboundPeers();
        if (options.ServesCalls && local.GetBool(ConfigurationPaths.Master)) return OpenMaster(options, local, caller, random, clock);
        var servers = local.GetList(ConfigurationPaths.Servers);
        if (servers.Count == 0) return new OpenedConfiguration(ConfigurationRole.Standalone, local, ConfigurationTree.Empty, caller, random);

        var cache = new ConfigurationCache(options.DataDirectory);
        var tree = await FetchAsync(new ConfigurationFetch(caller, random, clock), cache, servers, cancellationToken);
        var role = options.ServesConfiguration ? ConfigurationRole.Slave : ConfigurationRole.Client;
        return new OpenedConfiguration(role, local, tree, caller, random)
        {
            Cache = cache,
            SlaveAddress = role == ConfigurationRole.Slave ? OwnAddress.Of(Cfg.Merge(tree.Root, local), options.HostName) : null,
        };
    }

    /// <summary>Lets go of the master's files, so that another process may be the master.</summary>
    public void Dispose() => Files?.Dispose();

    private static OpenedConfiguration OpenMaster(ConfigurationOptions options, CfgSection local, IConfigurationPeers peers, RandomSource random, TimeProvider clock)
    {
        var directory = Path.GetDirectoryName(Path.GetFullPath(options.Files[0]))!;
        var files = MasterFiles.Open(directory, local.GetOption(ConfigurationPaths.Name, ""));
        try
        {
            if (options.Files.Select(Path.GetFullPath).Contains(files.Path, StringComparer.Ordinal))
                throw new DiracException(ErrorCode.BadConfiguration, $"{files.Path} is given with --config, but the master keeps its tree there.", $"Give the local files other names, or change {ConfigurationPaths.Name}.");
            var tree = MasterStart.Load(files, local, options.HostName, clock.GetUtcNow());
            return new OpenedConfiguration(ConfigurationRole.Master, local, tree, peers, random) { Files = files };
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    // The copy is as new as the last look, so its version is what newer ones are compared with.
    private static async Task<ConfigurationTree> FetchAsync(ConfigurationFetch fetch, ConfigurationCache cache, IReadOnlyList<string> servers, CancellationToken cancellationToken)
    {
        var copy = cache.Load();
        var outcome = await fetch.FetchAsync(servers, copy ?? ConfigurationTree.Empty, cancellationToken);
        if (outcome.Newer is { } newer)
        {
            // A copy that cannot be kept now is tried again with the next version, and logged then.
            _ = cache.Save(newer);
            return newer;
        }

        if (copy is not null) return copy;
        if (outcome.Server is not null) return ConfigurationTree.Empty;
        throw new DiracException(
            ErrorCode.Unavailable, $"No configuration server answers, and this is the first start. {string.Join(' ', outcome.Problems)}",
            $"Look at {ConfigurationPaths.Servers} in the local configuration, at the host's certificate, and whether the servers are up.");
    }
}
