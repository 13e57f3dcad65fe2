namespace Dirac.Hosting.Configuration;

/// <summary>Tells when one of several files is made or replaced. What is written in place, and a directory that cannot be watched, is left to polling.</summary>
internal sealed class FileWatchers : IDisposable
{
    private readonly List<FileSystemWatcher> _watchers = [];

    public FileWatchers(IEnumerable<string> files, Action changed)
    {
        foreach (var path in files.Select(Path.GetFullPath))
        {
            // The directory is watched, not the file: editors replace files rather than write into them.
            // Only names are watched: the database may lie in the same directory, and every write to it would be an event. The poll finds
            // what was written in place.
            var watcher = new FileSystemWatcher(Path.GetDirectoryName(path)!, Path.GetFileName(path)) { NotifyFilter = NotifyFilters.FileName };
            watcher.Created += (_, _) => changed();
            watcher.Renamed += (_, _) => changed();
            _watchers.Add(watcher);
            TryEnable(watcher);
        }
    }

    public void Dispose() => _watchers.ForEach(watcher => watcher.Dispose());

    private static void TryEnable(FileSystemWatcher watcher)
    {
        try
        {
            watcher.EnableRaisingEvents = true;
        }
        catch (IOException)
        {
            // The system's limit on watches is reached; the poll still finds changes.
            watcher.EnableRaisingEvents = false;
        }
    }
}
