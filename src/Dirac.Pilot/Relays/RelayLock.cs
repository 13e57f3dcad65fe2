namespace Dirac.Pilot.Relays;

/// <summary>Keeps something shared to one relay of this machine.</summary>
internal static class RelayLock
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Takes the lock.</summary>
    /// <param name="path">What it is for; the lock is a file beside it.</param>
    /// <returns>The lock, until it is disposed; null when a relay of this machine has it.</returns>
    /// <exception cref="IOException">The directory cannot be written to.</exception>
    internal static FileStream? TryTake(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, UnixCreateMode = OwnerOnly };
        var name = $"{path}.{Environment.MachineName}.lock";
        try
        {
            return new FileStream(name, options);
        }
        catch (IOException) when (File.Exists(name))
        {
            return null;
        }
    }
}
