using System.Globalization;
using System.Text;

namespace Dirac.Pilot.Workflows;

/// <summary>Reads what a <see cref="StatusWriter"/> in a payload writes, while it writes.</summary>
/// <remarks>
/// Not thread-safe. The payload's programs may write to the file as well, or put another in its place: the file is opened once, when it is made, and
/// what is no status is passed over.
/// </remarks>
internal sealed class StatusFollower : IDisposable
{
    /// <summary>Most statuses taken from one job; further ones are passed over.</summary>
    internal const int MaxStatuses = 10_000;

    private const int MaxRead = 64 << 10;

    private readonly FileStream _file;
    private readonly TimeProvider _clock;
    private readonly DateTimeOffset _startedAt;
    private byte[] _rest = [];
    private int _count;

    /// <summary>Makes an empty file.</summary>
    /// <param name="path">Where; there is nothing yet.</param>
    /// <param name="clock">Times outside the job's life are put right with it.</param>
    internal StatusFollower(string path, TimeProvider clock)
    {
        _file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            BufferSize = 0,
        });
        (Path, _clock, _startedAt) = (path, clock, clock.GetUtcNow());
    }

    /// <summary>Where the writer finds the file.</summary>
    internal string Path { get; }

    /// <summary>The status that was read last; null before the first.</summary>
    internal string? Last { get; private set; }

    /// <summary>Reads the statuses that have come since the last call.</summary>
    internal IReadOnlyList<WorkflowStatus> ReadNew()
    {
        var found = new List<WorkflowStatus>();
        var buffer = new byte[MaxRead];
        while (_count < MaxStatuses && _file.Read(buffer) is var read and > 0) TakeLines(buffer.AsSpan(0, read), found);
        return found;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void TakeLines(ReadOnlySpan<byte> bytes, List<WorkflowStatus> found)
    {
        byte[] all = [.. _rest, .. bytes];
        var end = Array.LastIndexOf(all, (byte)'\n');
        // A line without end is not waited for.
        _rest = all.Length - end > MaxRead ? [] : all[(end + 1)..];
        foreach (var line in Encoding.UTF8.GetString(all, 0, end + 1).Split('\n'))
        {
            if (_count < MaxStatuses && Parse(line) is { } status)
            {
                found.Add(status);
                Last = status.Text;
                _count++;
            }
        }
    }

    private WorkflowStatus? Parse(string line)
    {
        var at = line.IndexOf(StatusWriter.Separator, StringComparison.Ordinal);
        if (at < 0 || !long.TryParse(line.AsSpan(0, at), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)) return null;
        var text = string.Concat(line.Skip(at + 1).Where(c => !char.IsControl(c)).Take(StatusWriter.MaxLength));
        if (text.Length == 0) return null;
        var now = _clock.GetUtcNow();
        var latest = now.ToUnixTimeMilliseconds();
        var time = DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, Math.Min(latest, _startedAt.ToUnixTimeMilliseconds()), latest));
        return new WorkflowStatus(time, text);
    }
}

/// <summary>An application status that a workflow reported.</summary>
/// <param name="Time">When.</param>
/// <param name="Text">The status.</param>
internal sealed record WorkflowStatus(DateTimeOffset Time, string Text);
