using Dirac.Model.Errors;

namespace Dirac.Security.Local;

/// <summary>Files that only their owner may read: written 0600 and whole or not at all, refused on reading when anybody else could have a hand in them.</summary>
public static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes <paramref name="content"/> to <paramref name="path"/> with mode 0600, replacing an older file in one step.</summary>
    /// <remarks>When it returns, the content is on disk.</remarks>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var fresh = $"{path}.{Guid.NewGuid():N}.new";
        try
        {
            using (var file = new FileStream(fresh, CreateOptions()))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(fresh, path, overwrite: true);
        }
        finally
        {
            File.Delete(fresh);
        }
    }

    /// <summary>Creates <paramref name="path"/> with mode 0600 unless it exists; false when it does.</summary>
    /// <remarks>Of several processes that try at once exactly one succeeds, and nobody sees half a file.</remarks>
    public static bool TryCreate(string path, ReadOnlySpan<byte> content)
    {
        var fresh = $"{path}.{Guid.NewGuid():N}.new";
        Write(fresh, content);
        try
        {
            return NewName.TryGive(fresh, path);
        }
        finally
        {
            File.Delete(fresh);
        }
    }

    /// <summary>Reads <paramref name="path"/>, which must be this user's and closed to everybody else.</summary>
    /// <exception cref="DiracException">NotAuthorized, with advice, when it is open to others, belongs to another user or may not be read.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read);
            if (!OperatingSystem.IsWindows())
                RefuseForeign(path, file);

            var content = new byte[file.Length];
            file.ReadExactly(content);
            return content;
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new DiracException(ErrorCode.NotAuthorized, $"{path} may not be read.", "It belongs to another user: only its owner may use it.", refused);
        }
    }

    private static FileStreamOptions CreateOptions()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return options;
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void RefuseForeign(string path, FileStream file)
    {
        // The open handle is asked, not the name: nobody can swap the file in between.
        var mode = File.GetUnixFileMode(file.SafeFileHandle);
        if ((mode & ~(OwnerOnly | UnixFileMode.UserExecute)) != 0)
            throw new DiracException(ErrorCode.NotAuthorized, $"{path} is open to other users.", $"Make it private with: chmod 600 {path} - and renew it, as others may have read it.");
        if (!FileOwner.IsMe(file.SafeFileHandle))
            throw new DiracException(ErrorCode.NotAuthorized, $"{path} belongs to another user.", "Use a data directory of your own.");
    }
}
