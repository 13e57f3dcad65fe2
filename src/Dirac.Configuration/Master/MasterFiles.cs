using System.Text;
using Dirac.Configuration.Trees;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;

namespace Dirac.Configuration.Master;

/// <summary>The file a master keeps its tree in, and the right to be the only one who writes it.</summary>
internal sealed class MasterFiles : IDisposable
{
    private readonly FileStream _lock;

    private MasterFiles(string path, FileStream held, Backups backups)
    {
        Path = path;
        Backups = backups;
        _lock = held;
    }

    /// <summary>The file, <c>NAME.cfg</c>.</summary>
    public string Path { get; }

    /// <summary>Earlier versions.</summary>
    public Backups Backups { get; }

    /// <summary>Takes possession of the files of the configuration <paramref name="name"/>.</summary>
    /// <param name="directory">Where they lie.</param>
    /// <param name="name">Name of the configuration.</param>
    /// <exception cref="DiracException">BadConfiguration: the name cannot be a file's, or another process is the master.</exception>
    public static MasterFiles Open(string directory, string name)
    {
        if (name.Length == 0)
            throw new DiracException(ErrorCode.BadConfiguration, "The configuration this process is to be the master of has no name.", $"Set {ConfigurationPaths.Name} in the local configuration file.");
        if (name.AsSpan().ContainsAny('/', '\0') || name[0] == '.')
            throw new DiracException(ErrorCode.BadConfiguration, $"'{name}' cannot be the name of a configuration: files are named after it.", $"Change {ConfigurationPaths.Name}.");
        var path = System.IO.Path.Combine(directory, $"{name}.cfg");
        var backups = new Backups(System.IO.Path.Combine(directory, "csbackup"), name);
        try
        {
            return new MasterFiles(path, new FileStream($"{path}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), backups);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new DiracException(
                ErrorCode.BadConfiguration, $"{path}.lock cannot be taken: {refused.Message}",
                "A configuration has one master process. Start this one with --roles that leave out rpc, or stop the other.", refused);
        }
    }

    /// <summary>The tree of the file; an empty one when there is no file.</summary>
    /// <exception cref="DiracException">BadConfiguration: it cannot be read.</exception>
    public CfgSection Load()
    {
        try
        {
            return File.Exists(Path) ? Cfg.Parse(File.ReadAllText(Path)) : CfgSection.Empty;
        }
        catch (Exception problem) when (problem is DiracException or IOException or UnauthorizedAccessException)
        {
            throw new DiracException(
                ErrorCode.BadConfiguration, $"{Path} is not usable: {problem.Message}", $"Mend it, or put the newest version from {Backups.Directory} in its place.", problem);
        }
    }

    /// <summary>Writes <paramref name="tree"/>; when it returns, that is on disk.</summary>
    /// <returns>Why it could not be written, in DIRAC's words; null when it was.</returns>
    public string? Save(ConfigurationTree tree)
    {
        try
        {
            DurableFile.Write(Path, Encoding.UTF8.GetBytes(Cfg.Write(tree.Root)));
            return null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return $"Can't write cs file {Path}!: {problem.Message}";
        }
    }

    public void Dispose() => _lock.Dispose();
}
