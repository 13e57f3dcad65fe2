namespace Dirac.Configuration.Slaves;

/// <summary>Slaves that have published themselves, and when they last did. Thread-safe.</summary>
internal sealed class KnownSlaves
{
    /// <summary>The most that are remembered; who publishes nonsense must not fill the memory.</summary>
    public const int Most = 1000;

    private readonly Dictionary<string, DateTimeOffset> _lastSeen = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>Notes that <paramref name="url"/> is there; false when it is one too many.</summary>
    public bool Saw(string url, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_lastSeen.Count >= Most && !_lastSeen.ContainsKey(url)) return false;
            _lastSeen[url] = now;
            return true;
        }
    }

    /// <summary>Those seen within <paramref name="grace"/>.</summary>
    public IReadOnlyList<string> Alive(DateTimeOffset now, TimeSpan grace)
    {
        lock (_gate) return [.. _lastSeen.Where(slave => now - slave.Value <= grace).Select(slave => slave.Key)];
    }

    /// <summary>Forgets those silent for longer than <paramref name="grace"/>, and names them.</summary>
    public IReadOnlyList<string> DropSilent(DateTimeOffset now, TimeSpan grace)
    {
        lock (_gate)
        {
            List<string> silent = [.. _lastSeen.Where(slave => now - slave.Value > grace).Select(slave => slave.Key)];
            silent.ForEach(url => _lastSeen.Remove(url));
            return silent;
        }
    }
}
