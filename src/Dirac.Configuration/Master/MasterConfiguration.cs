using Dirac.Configuration.Merging;
using Dirac.Configuration.Slaves;
using Dirac.Configuration.Trees;
using Dirac.Hosting.Configuration;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;
using Microsoft.Extensions.Logging;

namespace Dirac.Configuration.Master;

/// <summary>The one place where the configuration of an installation is changed. Thread-safe; changes are made one after the other.</summary>
/// <remarks>When a change is answered it is on disk and in force in this process. Slaves and other processes follow.</remarks>
internal sealed partial class MasterConfiguration : IDisposable
{
    /// <summary>Who makes the changes that nobody asked for.</summary>
    public const string Itself = "dirac-server";

    private readonly MasterFiles _files;
    private readonly ServedConfiguration _served;
    private readonly IConfigurationSnapshots _snapshots;
    private readonly SlaveSync _slaves;
    private readonly TimeProvider _clock;
    private readonly ILogger<MasterConfiguration> _log;
    private readonly SemaphoreSlim _gate = new(1, 1);

    public MasterConfiguration(
        MasterFiles files, ServedConfiguration served, IConfigurationSnapshots snapshots, SlaveSync slaves, TimeProvider clock, ILogger<MasterConfiguration> log)
    {
        _files = files;
        _served = served;
        _snapshots = snapshots;
        _slaves = slaves;
        _clock = clock;
        _log = log;
    }

    /// <summary>Versions that were.</summary>
    public Backups Backups => _files.Backups;

    /// <summary>Puts a whole new tree in place of the old.</summary>
    /// <param name="data">The tree, packed, with the version the committer began with.</param>
    /// <param name="committer">Name of the user.</param>
    /// <param name="cancellationToken">Gives up waiting for others; a change that has begun is finished.</param>
    /// <returns>Why nothing was changed, in DIRAC's words; null when it was.</returns>
    /// <exception cref="DiracException">The data is no configuration.</exception>
    public async Task<string?> CommitAsync(ReadOnlyMemory<byte> data, string committer, CancellationToken cancellationToken)
    {
        var sent = ConfigurationTree.Unpack(data);
        return await ChangeAsync(committer, (ConfigurationTree current, out CfgSection root) => Accept(current, sent, out root), cancellationToken);
    }

    /// <summary>Makes the content of an earlier version the newest.</summary>
    /// <inheritdoc cref="CommitAsync"/>
    /// <param name="version">Which.</param>
    /// <param name="committer"/>
    /// <param name="cancellationToken"/>
    public async Task<string?> RollbackAsync(string version, string committer, CancellationToken cancellationToken)
    {
        if (Backups.Find(version) is not { } backup) return $"Can't get contents for version {version}: Version {version} does not exist";
        var old = new ConfigurationTree(Cfg.Parse(Backups.Read(backup)));
        return await ChangeAsync(committer, (ConfigurationTree _, out CfgSection root) => CheckName(old, out root), cancellationToken);
    }

    /// <summary>Changes the tree of the moment for a reason of this process's own. Nothing happens when <paramref name="change"/> returns what it was given.</summary>
    /// <returns>Why nothing was changed; null when it was, or needed not be.</returns>
    public Task<string?> ChangeAsync(Func<CfgSection, CfgSection> change, CancellationToken cancellationToken) => ChangeAsync(Itself, change, cancellationToken);

    /// <summary>The same for somebody. What <paramref name="change"/> throws is thrown on, and nothing is changed.</summary>
    /// <inheritdoc cref="ChangeAsync(Func{CfgSection, CfgSection}, CancellationToken)"/>
    public Task<string?> ChangeAsync(string committer, Func<CfgSection, CfgSection> change, CancellationToken cancellationToken) => ChangeAsync(
        committer,
        (ConfigurationTree current, out CfgSection root) =>
        {
            root = change(current.Root);
            return null;
        },
        cancellationToken);

    public void Dispose() => _gate.Dispose();

    private delegate string? Proposal(ConfigurationTree current, out CfgSection root);

    private async Task<string?> ChangeAsync(string committer, Proposal propose, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var current = _served.Current;
            if (propose(current, out var root) is { } refused) return refused;
            if (ReferenceEquals(root, current.Root)) return null;
            var now = _clock.GetUtcNow();
            var tree = new ConfigurationTree(root.With(ConfigurationPaths.Version, ConfigurationVersion.Next(current.Version, now)));
            if (_files.Save(tree) is { } unwritten)
            {
                LogUnwritten(unwritten);
                return unwritten;
            }

            _served.Publish(tree);
            LogCommitted(tree.Version, committer);
            KeepBackup(tree, committer, now);
        }
        finally
        {
            _gate.Release();
        }

        _slaves.Ring();
        return null;
    }

    private string? Accept(ConfigurationTree current, ConfigurationTree sent, out CfgSection root)
    {
        if (sent.Version == current.Version) return CheckName(sent, out root);
        root = sent.Root;
        if (!Settings.MergesByItself) return $"Local and remote versions differ ({current.Version} vs {sent.Version}). Cannot commit.";
        return Merge(current, sent, out root) is { } conflict ? $"AutoMerge failed: {conflict}" : CheckName(new ConfigurationTree(root), out root);
    }

    private string? Merge(ConfigurationTree current, ConfigurationTree sent, out CfgSection root)
    {
        root = current.Root;
        if (Backups.Find(sent.Version) is not { } backup) return "Could not AutoMerge. Could not retrieve original committer's version";
        try
        {
            return ThreeWayMerge.Merge(Cfg.Parse(Backups.Read(backup)), current.Root, sent.Root, out root);
        }
        catch (DiracException problem)
        {
            return $"Could not load original committer's version: {problem.Message}";
        }
    }

    private string? CheckName(ConfigurationTree tree, out CfgSection root)
    {
        root = tree.Root;
        var own = Settings.Name;
        return tree.Name == own ? null : $"Names differ: Server is {own} and remote is {(tree.Name.Length > 0 ? tree.Name : "None")}";
    }

    private ConfigurationSettings Settings => new(_snapshots.Current.Root);

    // The change stands without it; merges that begin with this version, and a way back to it, are what is lost.
    private void KeepBackup(ConfigurationTree tree, string committer, DateTimeOffset now)
    {
        try
        {
            Backups.Keep(tree, committer, now);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            LogNoBackup(tree.Version, problem.Message);
        }
    }
}
