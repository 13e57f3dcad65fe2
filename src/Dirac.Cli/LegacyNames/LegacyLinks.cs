using Dirac.Model.Errors;

namespace Dirac.Cli.LegacyNames;

/// <summary>Links in a folder by which a program is called as DIRAC's commands.</summary>
/// <param name="folder">The folder; a full path.</param>
/// <param name="program">The program; a full path.</param>
internal sealed class LegacyLinks(string folder, string program)
{
    /// <summary>The folder.</summary>
    public string Folder => folder;

    /// <summary>Makes the links; those that are right already stay.</summary>
    /// <param name="force">Whether other files and links give way.</param>
    /// <returns>The names for which a link was made.</returns>
    /// <exception cref="DiracException">BadRequest: something else has one of the names; nothing was made.</exception>
    public IReadOnlyList<string> Make(bool force)
    {
        var missing = LegacyCommands.Names.Where(name => !IsOurs(PathOf(name))).ToList();
        var taken = missing.Find(name => Directory.Exists(PathOf(name)) || (!force && IsTaken(PathOf(name))));
        if (taken is not null)
        {
            throw new DiracException(
                ErrorCode.BadRequest, $"{PathOf(taken)} is there already and is something else.", "Name another folder, or replace files and links with --force. Nothing was made.");
        }

        Directory.CreateDirectory(folder);
        foreach (var name in missing)
        {
            File.Delete(PathOf(name));
            File.CreateSymbolicLink(PathOf(name), Target);
        }

        return missing;
    }

    /// <summary>Removes the links that lead to this program; everything else stays.</summary>
    /// <returns>The names whose links were removed.</returns>
    public IReadOnlyList<string> Remove()
    {
        var ours = LegacyCommands.Names.Where(name => IsOurs(PathOf(name))).ToList();
        foreach (var name in ours) File.Delete(PathOf(name));
        return ours;
    }

    // Relative, so that a folder with both may be moved. A path over a linked folder would lead elsewhere, so the real ones count.
    private string Target => Path.GetRelativePath(RealPath(folder), program);

    private string PathOf(string name) => Path.Combine(folder, OperatingSystem.IsWindows() ? $"{name}.exe" : name);

    private bool IsOurs(string path) => new FileInfo(path) is { LinkTarget: not null } link && link.ResolveLinkTarget(returnFinalTarget: true)?.FullName == RealPath(program);

    private static bool IsTaken(string path) => File.Exists(path) || new FileInfo(path).LinkTarget is not null;

    private static string RealPath(string path)
    {
        if (Path.GetDirectoryName(path) is not { } parent) return path;
        var inRealParent = Path.Combine(RealPath(parent), Path.GetFileName(path));
        return (Directory.Exists(inRealParent) ? Directory.ResolveLinkTarget(inRealParent, returnFinalTarget: true) : File.ResolveLinkTarget(inRealParent, returnFinalTarget: true))?.FullName ?? inRealParent;
    }
}
