namespace Dirac.Configuration.Master;

/// <summary>An earlier version that was kept.</summary>
/// <param name="Path">Its archive.</param>
/// <param name="Committer">Who made it.</param>
/// <param name="Version">Which version it is.</param>
internal sealed record Backup(string Path, string Committer, string Version)
{
    private const string Ending = ".zip";

    /// <summary>The archive's name without its directory.</summary>
    public static string FileName(string name, string committer, string version) => $"{name}.{committer}@{version}{Ending}";

    /// <summary>The name of the archive's one member.</summary>
    public static string MemberName(string name, string committer, string version) => $"{name}.cfg.backup.{committer}@{version}";

    /// <summary>Understands the name of an archive of the configuration <paramref name="name"/>; null when it is none.</summary>
    public static Backup? Read(string path, string name)
    {
        var file = System.IO.Path.GetFileName(path);
        if (!file.StartsWith($"{name}.", StringComparison.Ordinal) || !file.EndsWith(Ending, StringComparison.Ordinal) || file.Length <= name.Length + 1 + Ending.Length) return null;
        var words = file[(name.Length + 1)..^Ending.Length];
        var at = words.LastIndexOf('@');
        return at < 0 ? null : new Backup(path, words[..at], words[(at + 1)..]);
    }
}
