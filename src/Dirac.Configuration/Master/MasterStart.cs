using Dirac.Configuration.Trees;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;

namespace Dirac.Configuration.Master;

/// <summary>What a master does before it serves: its tree gets a version, its name and its own address.</summary>
internal static class MasterStart
{
    /// <summary>Loads the tree of <paramref name="files"/>; what was missing in it is written before this returns.</summary>
    /// <param name="files">The master's files.</param>
    /// <param name="local">This process's own configuration files.</param>
    /// <param name="hostName">This machine's name.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="DiracException">BadConfiguration: the tree cannot be read or written.</exception>
    public static ConfigurationTree Load(MasterFiles files, CfgSection local, string hostName, DateTimeOffset now)
    {
        var found = new ConfigurationTree(files.Load());
        var name = local.GetOption(ConfigurationPaths.Name, found.Name);
        var own = OwnAddress.Of(Cfg.Merge(found.Root, local), hostName);
        var tree = Complete(found, name, own, WasEdited(files, found), now);
        if (ReferenceEquals(tree, found)) return EnsureBackup(files, found, now);
        return files.Save(tree) is { } problem ? throw new DiracException(ErrorCode.BadConfiguration, problem, "Look at the rights to the file and its directory, and at the space on its disk.") : EnsureBackup(files, tree, now);
    }

    /// <summary>The tree with what it lacks; itself when it lacks nothing. Pure.</summary>
    public static ConfigurationTree Complete(ConfigurationTree found, string name, string own, bool wasEdited, DateTimeOffset now)
    {
        var root = found.Root;
        if (root.GetOption(ConfigurationPaths.Name) != name) root = root.With(ConfigurationPaths.Name, name);
        if (!root.GetList(ConfigurationPaths.Servers).Contains(own, StringComparer.Ordinal))
            root = root.With(ConfigurationPaths.Servers, string.Join(", ", [own, .. root.GetList(ConfigurationPaths.Servers)]));
        if (root.GetOption(ConfigurationPaths.MasterServer) != own) root = root.With(ConfigurationPaths.MasterServer, own);
        if (!wasEdited && ReferenceEquals(root, found.Root) && found.Version != ConfigurationVersion.None) return found;
        return new ConfigurationTree(root.With(ConfigurationPaths.Version, ConfigurationVersion.Next(found.Version, now)));
    }

    // Whoever edits the file while no master runs rarely thinks of the version; without a new one nobody would fetch the change.
    private static bool WasEdited(MasterFiles files, ConfigurationTree found)
    {
        try
        {
            return files.Backups.Find(found.Version) is { } backup && CfgDifference.Between(Cfg.Parse(Backups.Read(backup)), found.Root).Count > 0;
        }
        catch (DiracException)
        {
            // A backup that cannot be read proves nothing.
            return false;
        }
    }

    // A version without one, made by a process that died between the two writes or by an older master, could not be merged with.
    private static ConfigurationTree EnsureBackup(MasterFiles files, ConfigurationTree tree, DateTimeOffset now)
    {
        try
        {
            if (files.Backups.Find(tree.Version) is null) files.Backups.Keep(tree, MasterConfiguration.Itself, now);
            return tree;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new DiracException(ErrorCode.BadConfiguration, $"No backup can be written to {files.Backups.Directory}: {problem.Message}", "Look at the rights to the directory, and at the space on its disk.", problem);
        }
    }
}
