namespace Dirac.Client.Letters;

/// <summary>Directories for their owner only.</summary>
internal static class PrivateDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OthersBits = (UnixFileMode)0x3F;

    /// <summary>Makes a directory, or makes one that is there private.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It is another user's.</exception>
    public static void Make(string path)
    {
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException();
        Directory.CreateDirectory(path, OwnerOnly);
        // Only the owner may set the mode, so this finds directories that somebody else has put there.
        File.SetUnixFileMode(path, OwnerOnly);
    }

    /// <summary>Demands that a directory is this user's alone.</summary>
    /// <exception cref="IOException">It is not there, or others may enter it.</exception>
    /// <exception cref="UnauthorizedAccessException">It is another user's.</exception>
    public static void Demand(string path)
    {
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException();
        if ((File.GetUnixFileMode(path) & OthersBits) != 0) throw new IOException($"{path} is not for its owner only");
        File.SetUnixFileMode(path, OwnerOnly);
    }

    /// <summary>Deletes a directory and what is in it; one that is gone, or still written to, may be.</summary>
    /// <returns>False when something of it is left.</returns>
    public static bool TryDelete(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
