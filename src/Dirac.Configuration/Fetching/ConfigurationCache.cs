using System.Text;
using Dirac.Configuration.Trees;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;
using Dirac.Security.Local;

namespace Dirac.Configuration.Fetching;

/// <summary>A copy of the last tree that was fetched, so that a process can start while no configuration server answers.</summary>
internal sealed class ConfigurationCache(string dataDirectory)
{
    private readonly string _path = Path.Combine(dataDirectory, "configuration.cfg");

    /// <summary>The copy; null when there is none that can be read.</summary>
    public ConfigurationTree? Load()
    {
        try
        {
            return File.Exists(_path) ? new ConfigurationTree(Cfg.Parse(Encoding.UTF8.GetString(PrivateFile.Read(_path)))) : null;
        }
        catch (Exception problem) when (problem is DiracException or IOException)
        {
            // A copy that is no use is no copy; the next fetch writes a new one.
            return null;
        }
    }

    /// <summary>Keeps <paramref name="tree"/>.</summary>
    /// <returns>Why it could not be kept; null when it was.</returns>
    public string? Save(ConfigurationTree tree)
    {
        try
        {
            DataDirectory.Ensure(dataDirectory);
            PrivateFile.Write(_path, Encoding.UTF8.GetBytes(Cfg.Write(tree.Root)));
            return null;
        }
        catch (Exception problem) when (problem is DiracException or IOException or UnauthorizedAccessException)
        {
            return problem.Message;
        }
    }
}
