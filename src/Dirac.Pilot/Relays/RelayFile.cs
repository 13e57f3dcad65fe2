using Dirac.Client.Http;

namespace Dirac.Pilot.Relays;

/// <summary>The file by which nodes find a relay, and the lock that keeps it to one relay of this machine. Not thread-safe.</summary>
/// <remarks>
/// The lock is one of this machine, since a gate may be several machines with one file system. There the relay that was started last has the file, because the
/// server's connection leads to its machine; the others see that and end.
/// </remarks>
internal sealed class RelayFile : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _path;
    private readonly FileStream _lock;

    private RelayFile(string path, FileStream only) => (_path, _lock) = (path, only);

    /// <summary>Takes the lock.</summary>
    /// <returns>The file; null when a relay of this machine has it.</returns>
    /// <exception cref="IOException">The file's directory cannot be written to.</exception>
    internal static RelayFile? TryTake(string path) => RelayLock.TryTake(path) is { } only ? new RelayFile(path, only) : null;

    /// <summary>Writes the file, whoever had it before.</summary>
    internal void Write(RelayAddress address)
    {
        var fresh = $"{_path}.{Environment.MachineName}.new";
        File.Delete(fresh);
        using (var stream = new FileStream(fresh, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
        {
            stream.Write(System.Text.Encoding.UTF8.GetBytes(address.ToLine()));
            stream.Flush(flushToDisk: true);
        }

        File.Move(fresh, _path, overwrite: true);
    }

    /// <summary>Writes the file again when somebody has removed it.</summary>
    /// <returns>False when another relay has it now.</returns>
    internal bool Keep(RelayAddress address)
    {
        if (!File.Exists(_path)) Write(address);
        return IsOf(address);
    }

    /// <summary>Deletes the file if it is still this relay's.</summary>
    internal void Withdraw(RelayAddress address)
    {
        if (File.Exists(_path) && IsOf(address)) File.Delete(_path);
    }

    public void Dispose() => _lock.Dispose();

    private bool IsOf(RelayAddress address) => RelayAddress.TryParse(File.ReadAllText(_path)) == address;
}
