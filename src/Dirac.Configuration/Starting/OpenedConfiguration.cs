using System.Security.Cryptography;
using Dirac.Configuration.Fetching;
using Dirac.Configuration.Master;
using Dirac.Configuration.Peers;
using Dirac.Configuration.Trees;
using Dirac.Hosting.Configuration;
using Dirac.Hosting.Rpc.Listening;
using Dirac.Hosting.Serving.GridTls;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;
using Dirac.Persistence;

namespace Dirac.Configuration.Starting;

/// <summary>The configuration a process begins with, got before the process is put together.</summary>
public sealed class OpenedConfiguration : IDisposable
{
    private OpenedConfiguration(ConfigurationRole role, OwnFiles own, ConfigurationTree remote)
    {
        Role = role;
        Peers = own.Peers;
        Random = own.Random;
        Below = own.Below;
        Served = new ServedConfiguration(Below);
        Served.Publish(remote);
        Effective = Cfg.Merge(remote.Root, own.Local);
    }

    /// <summary>What the process is.</summary>
    public ConfigurationRole Role { get; }

    /// <summary>The tree the process begins with: what came from elsewhere, with its own files laid over it.</summary>
    public CfgSection Effective { get; }

    internal SharedConfiguration Below { get; }

    internal ServedConfiguration Served { get; }

    internal IConfigurationPeers Peers { get; }

    internal RandomSource Random { get; }

    internal ConfigurationCache? Cache { get; private init; }

    internal MasterFiles? Files { get; private init; }

    /// <summary>Where a slave serves the configuration; null when this is none.</summary>
    internal string? SlaveAddress { get; private init; }

    /// <summary>Reads the files, and gets what does not lie in them: a master from its tree, others from configuration servers.</summary>
    /// <param name="options">What is known of the process.</param>
    /// <param name="random">In which order servers are asked.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DiracException">BadConfiguration, with advice: a file is not usable. Unavailable: no server answers and there is no copy.</exception>
    public static Task<OpenedConfiguration> OpenAsync(ConfigurationOptions options, RandomSource random, TimeProvider clock, CancellationToken cancellationToken)
    {
        var local = LocalFiles.Read(options.Files);
        var below = new SharedConfiguration();
        CfgSection Current() => Cfg.Merge(below.Tree, local);
        var peers = new RpcPeers(new HostClient(Current, clock), Current, new Random(RandomNumberGenerator.GetInt32(int.MaxValue)), clock);
        return OpenAsync(options, new OwnFiles(local, below, peers, random), clock, cancellationToken);
    }

    /// <summary>The same with another way to call services.</summary>
    internal static Task<OpenedConfiguration> OpenAsync(
        ConfigurationOptions options, IConfigurationPeers peers, RandomSource random, TimeProvider clock, CancellationToken cancellationToken) =>
        OpenAsync(options, new OwnFiles(LocalFiles.Read(options.Files), new SharedConfiguration(), peers, random), clock, cancellationToken);

    /// <summary>Lets go of the master's files, so that another process may be the master.</summary>
    public void Dispose() => Files?.Dispose();

    private static async Task<OpenedConfiguration> OpenAsync(ConfigurationOptions options, OwnFiles own, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (options.ServesCalls && own.Local.GetBool(ConfigurationPaths.Master)) return OpenMaster(options, own, clock);
        var servers = own.Local.GetList(ConfigurationPaths.Servers);
        if (servers.Count == 0) return new OpenedConfiguration(ConfigurationRole.Standalone, own, ConfigurationTree.Empty);

        var cache = new ConfigurationCache(options.DataDirectory);
        var tree = await FetchAsync(new ConfigurationFetch(own.Peers, own.Random, clock), cache, servers, cancellationToken);
        var effective = Cfg.Merge(tree.Root, own.Local);
        var isSlave = options.ServesConfiguration && GridPorts.IsConfigured(effective, OwnAddress.Service);
        return new OpenedConfiguration(isSlave ? ConfigurationRole.Slave : ConfigurationRole.Client, own, tree)
        {
            Cache = cache,
            SlaveAddress = isSlave ? OwnAddress.Of(effective, options.HostName) : null,
        };
    }

    private static OpenedConfiguration OpenMaster(ConfigurationOptions options, OwnFiles own, TimeProvider clock)
    {
        var directory = Path.GetDirectoryName(Path.GetFullPath(options.Files[0]))!;
        var files = MasterFiles.Open(directory, own.Local.GetOption(ConfigurationPaths.Name, ""));
        try
        {
            if (options.Files.Select(Path.GetFullPath).Contains(files.Path, StringComparer.Ordinal))
                throw new DiracException(ErrorCode.BadConfiguration, $"{files.Path} is given with --config, but the master keeps its tree there.", $"Give the local files other names, or change {ConfigurationPaths.Name}.");
            var tree = MasterStart.Load(files, own.Local, options.HostName, clock.GetUtcNow());
            return new OpenedConfiguration(ConfigurationRole.Master, own, tree) { Files = files };
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

    /// <summary>What a process has before it has its configuration.</summary>
    private sealed record OwnFiles(CfgSection Local, SharedConfiguration Below, IConfigurationPeers Peers, RandomSource Random);
}
