using Dirac.Hosting.Configuration;

namespace Dirac.Configuration.Trees;

/// <summary>The tree this process hands out and works by, local files apart. Thread-safe.</summary>
internal sealed class ServedConfiguration(SharedConfiguration below)
{
    private volatile ConfigurationTree _current = ConfigurationTree.Empty;

    /// <summary>The newest one. Take it once per operation.</summary>
    public ConfigurationTree Current => _current;

    /// <summary>Puts <paramref name="tree"/> in force; when it returns, this process works by it.</summary>
    public void Publish(ConfigurationTree tree)
    {
        _current = tree;
        below.Replace(tree.Root);
    }
}
