using System.Security.Cryptography;
using System.Text;
using Dirac.Hosting.Requests;
using Dirac.Model.Configuration;
using Dirac.Security.Identities;

namespace Dirac.Hosting.Configuration;

/// <summary>The configuration as it was at one moment. Immutable and thread-safe.</summary>
public sealed class ConfigurationSnapshot
{
    internal const string VersionOption = "/DIRAC/Configuration/Version";

    private readonly Lazy<byte[]> _json;
    private readonly Lazy<GridRegistry> _gridRegistry;

    /// <summary>Makes a snapshot of <paramref name="root"/>.</summary>
    /// <param name="root">The whole tree.</param>
    /// <param name="loadedAt">When it was read, UTC.</param>
    /// <param name="version">The version of what comes from a configuration server; null when nothing does.</param>
    public ConfigurationSnapshot(CfgSection root, DateTimeOffset loadedAt, string? version = null)
    {
        Root = root;
        Registry = new Registry(root);
        // The version is a text that grows; a tree that brings none is as new as the moment it was read.
        Version = (version ?? root.GetOption(VersionOption)) is { Length: > 0 } text
            ? text
            : loadedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", System.Globalization.CultureInfo.InvariantCulture);
        Entity = new EntityVersion(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Cfg.Write(root)))), loadedAt);
        _json = new Lazy<byte[]>(() => ConfigurationJson.Write(root));
        _gridRegistry = new Lazy<GridRegistry>(() => new GridRegistry(root));
    }

    /// <summary>The whole tree.</summary>
    public CfgSection Root { get; }

    /// <summary>Users, groups and virtual organisations.</summary>
    public Registry Registry { get; }

    /// <summary>Whose distinguished names are whose; made when first asked for.</summary>
    public GridRegistry GridRegistry => _gridRegistry.Value;

    /// <summary>UTC text; compared as text, a newer one is greater.</summary>
    public string Version { get; }

    /// <summary>Content and moment, for conditional requests. Servers with the same files have the same tag.</summary>
    public EntityVersion Entity { get; }

    /// <summary>What clients may see of it, as JSON in UTF-8.</summary>
    internal ReadOnlyMemory<byte> Json => _json.Value;

    /// <summary>The Operations section for <paramref name="vo"/>: Defaults, overridden by the VO's own.</summary>
    public CfgSection Operations(string vo) => Cfg.Merge(
        Root.GetSection("/Operations/Defaults") ?? CfgSection.Empty,
        Root.GetSection($"/Operations/{vo}") ?? CfgSection.Empty);
}
