using Dirac.Model.Configuration;

namespace Dirac.Hosting.Configuration;

/// <summary>The part of the configuration that does not come from this process's own files, which are laid over it. Thread-safe.</summary>
public sealed class SharedConfiguration
{
    private volatile CfgSection _tree = CfgSection.Empty;

    /// <summary>The tree of the moment; empty until somebody puts one here.</summary>
    public CfgSection Tree => _tree;

    /// <summary>Raised after a new tree was put here.</summary>
    internal event Action? Replaced;

    /// <summary>Puts <paramref name="tree"/> in place of the one before. When it returns, new snapshots are made of it.</summary>
    /// <param name="tree">The whole tree, with its version.</param>
    public void Replace(CfgSection tree)
    {
        _tree = tree;
        Replaced?.Invoke();
    }
}
