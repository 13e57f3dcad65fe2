using System.Threading.Channels;

namespace Dirac.Hosting.Configuration;

/// <summary>Files that are looked at again when they change: at once where the system tells that one was made or replaced, else now and then.</summary>
/// <param name="files">Their paths.</param>
/// <param name="poll">How often they are looked at where nothing tells.</param>
/// <param name="clock">The clock.</param>
internal sealed class WatchedFiles(IReadOnlyList<string> files, TimeSpan poll, TimeProvider clock)
{
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly List<FileSystemWatcher> _watchers = [];

    /// <summary>A file that is written in place is empty first, then a part of itself. After this time without a change it is whole.</summary>
    public TimeSpan Settling { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Calls <paramref name="look"/> after each change, and about as often as files are polled, until it is cancelled. The first call comes at the start.</summary>
    public async Task WatchAsync(Action look, CancellationToken cancellationToken)
    {
        if (files.Count == 0) return;
        try
        {
            foreach (var path in files.Select(Path.GetFullPath)) Watch(path);
            // What changed between the first reading and now went unseen.
            Wake();
            await using var timer = clock.CreateTimer(_ => Wake(), null, poll, poll);
            List<(DateTime Written, long Length)>? settled = null;
            await foreach (var _ in _changes.Reader.ReadAllAsync(cancellationToken))
            {
                settled = await SettleAsync(settled, cancellationToken);
                look();
            }
        }
        finally
        {
            _watchers.ForEach(watcher => watcher.Dispose());
        }
    }

    // The directory is watched, not the file: editors replace files rather than write into them.
    // Only names are watched: the database may lie in the same directory, and every write to it would be an event. The poll finds
    // what was written in place.
    private void Watch(string path)
    {
        var watcher = new FileSystemWatcher(Path.GetDirectoryName(path)!, Path.GetFileName(path)) { NotifyFilter = NotifyFilters.FileName };
        watcher.Created += (_, _) => Wake();
        watcher.Renamed += (_, _) => Wake();
        _watchers.Add(watcher);
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

    private async Task<List<(DateTime Written, long Length)>> SettleAsync(List<(DateTime Written, long Length)>? settled, CancellationToken cancellationToken)
    {
        var seen = See();
        while (settled is null || !seen.SequenceEqual(settled))
        {
            settled = seen;
            // Not by the given clock: it is a writer outside that is waited for.
            await Task.Delay(Settling, TimeProvider.System, cancellationToken);
            seen = See();
        }

        return settled;
    }

    private List<(DateTime Written, long Length)> See() => [.. files.Select(file => new FileInfo(file)).Select(file => (file.LastWriteTimeUtc, file.Exists ? file.Length : -1))];

    private void Wake() => _changes.Writer.TryWrite(true);
}
