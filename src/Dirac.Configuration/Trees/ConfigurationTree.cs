using Dirac.Model.Configuration;

namespace Dirac.Configuration.Trees;

/// <summary>One version of what configuration servers hand out. Immutable and thread-safe.</summary>
internal sealed class ConfigurationTree
{
    private readonly Lazy<ReadOnlyMemory<byte>> _compressed;

    public ConfigurationTree(CfgSection root)
    {
        Root = root;
        Version = root.GetOption(ConfigurationPaths.Version, ConfigurationVersion.None);
        _compressed = new Lazy<ReadOnlyMemory<byte>>(() => CompressedCfg.Pack(Cfg.Write(root)));
    }

    /// <summary>A tree without anything, of no version.</summary>
    public static ConfigurationTree Empty { get; } = new(CfgSection.Empty);

    /// <summary>The tree.</summary>
    public CfgSection Root { get; }

    /// <summary>Its version; <see cref="ConfigurationVersion.None"/> when it says none.</summary>
    public string Version { get; }

    /// <summary>Its name; empty when it says none.</summary>
    public string Name => Root.GetOption(ConfigurationPaths.Name, "");

    /// <summary>The tree as it travels; packed when first asked for.</summary>
    public ReadOnlyMemory<byte> Compressed => _compressed.Value;

    /// <summary>Reads what a peer sent.</summary>
    /// <exception cref="Dirac.Model.Errors.DiracException">It is no configuration.</exception>
    public static ConfigurationTree Unpack(ReadOnlyMemory<byte> packed) => new(Cfg.Parse(CompressedCfg.Unpack(packed)));
}
