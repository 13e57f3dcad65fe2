using System.Globalization;
using System.IO.Compression;
using System.Text;
using Dirac.Configuration.Trees;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;

namespace Dirac.Configuration.Master;

/// <summary>Versions that were, as DIRAC keeps them: <c>YYYY/MM/NAME.COMMITTER@VERSION.zip</c> with one member.</summary>
internal sealed class Backups(string directory, string name)
{
    private static readonly EnumerationOptions AllYears = new() { RecurseSubdirectories = true, MaxRecursionDepth = 2, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None };

    /// <summary>Where they lie.</summary>
    public string Directory { get; } = directory;

    /// <summary>All of them, the newest first.</summary>
    public IReadOnlyList<Backup> List() => !System.IO.Directory.Exists(Directory)
        ? []
        : [.. System.IO.Directory.EnumerateFiles(Directory, "*.zip", AllYears)
            .Select(path => Backup.Read(path, name)).OfType<Backup>()
            .OrderByDescending(backup => backup.Version, StringComparer.Ordinal)];

    /// <summary>The one of <paramref name="version"/>; null when there is none.</summary>
    public Backup? Find(string version) => List().FirstOrDefault(backup => backup.Version == version);

    /// <summary>The text that was kept.</summary>
    /// <exception cref="DiracException">The archive is not what it should be.</exception>
    public static string Read(Backup backup)
    {
        try
        {
            using var archive = ZipFile.OpenRead(backup.Path);
            if (archive.Entries is not [var member, ..]) throw new InvalidDataException("it has no member.");
            using var content = member.Open();
            return CompressedCfg.ReadText(content);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new DiracException(ErrorCode.BadConfiguration, $"The backup of version {backup.Version} cannot be read: {problem.Message}", $"Look at {backup.Path}.", problem);
        }
    }

    /// <summary>Keeps <paramref name="tree"/>.</summary>
    /// <param name="tree">The version.</param>
    /// <param name="committer">Who made it.</param>
    /// <param name="now">The time, whose year and month are the directory.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Keep(ConfigurationTree tree, string committer, DateTimeOffset now)
    {
        // Names of users come from the registry, where more is allowed than in a file's name.
        var who = string.Join('_', committer.Split('/', '\\', '\0'));
        var month = Path.Combine(Directory, now.UtcDateTime.ToString("yyyy", CultureInfo.InvariantCulture), now.UtcDateTime.ToString("MM", CultureInfo.InvariantCulture));
        System.IO.Directory.CreateDirectory(month);
        using var content = new MemoryStream();
        using (var archive = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            var member = archive.CreateEntry(Backup.MemberName(name, who, tree.Version), CompressionLevel.Optimal);
            member.LastWriteTime = now;
            using var text = member.Open();
            text.Write(Encoding.UTF8.GetBytes(Cfg.Write(tree.Root)));
        }

        DurableFile.Write(Path.Combine(month, Backup.FileName(name, who, tree.Version)), content.GetBuffer().AsSpan(0, (int)content.Length));
    }
}
