using Dirac.Model.Errors;

namespace Dirac.Security.Local;

/// <summary>The directory under which everything of a local installation lies.</summary>
public static class DataDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OthersMayWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Creates <paramref name="path"/> for its owner alone (0700), or accepts it when nobody else may write there.</summary>
    /// <exception cref="DiracException">NotAuthorized when others may write in it.</exception>
    public static void Ensure(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        Directory.CreateDirectory(path, OwnerOnly);
        if ((File.GetUnixFileMode(path) & OthersMayWrite) != 0)
            throw new DiracException(ErrorCode.NotAuthorized, $"Other users may write in {path}.", $"Close it with: chmod go-w {path} - or choose another --data directory.");
    }
}
