using Dirac.Model.Errors;
using Dirac.Pilot.Payloads;

namespace Dirac.Pilot.Hosting;

/// <summary>A pilot's directory while it is its own. Disposing leaves nothing there but reports that could not be delivered.</summary>
internal sealed class WorkDirectory : IDisposable
{
    private readonly string _path;
    private readonly FileStream _lock;

    private WorkDirectory(string path, FileStream onlyOne) => (_path, _lock) = (path, onlyOne);

    /// <summary>The journal of reports in a pilot's directory.</summary>
    internal static string Journal(string directory) => Path.Combine(directory, "reports.jsonl");

    /// <summary>Takes a directory for this pilot, made if need be, and deletes what an earlier one left behind.</summary>
    /// <exception cref="DiracException">Another pilot uses it (Conflict).</exception>
    internal static WorkDirectory Take(string path)
    {
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var onlyOne = Lock(path);
        JobDirectory.DeleteLeftovers(path);
        return new WorkDirectory(path, onlyOne);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        var journal = new FileInfo(Journal(_path));
        if (journal is { Exists: true, Length: 0 }) journal.Delete();
        JobDirectory.DeleteAll(_path);
        // Deleted while still held: whoever comes meanwhile is refused, and whoever comes later makes a new one.
        File.Delete(_lock.Name);
        _lock.Dispose();
    }

    private static FileStream Lock(string directory)
    {
        try
        {
            return new FileStream(Path.Combine(directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error)
        {
            throw new DiracException(
                ErrorCode.Conflict, $"Another pilot uses {directory}.", "Give each pilot a --work-dir of its own, or stop the other one.", error);
        }
    }
}
