namespace Dirac.Client.Letters;

/// <summary>The pilots that a relay knows, and how long each has been silent. Pure; not thread-safe.</summary>
/// <param name="most">The silence of a dead pilot.</param>
internal sealed class PilotBook(TimeSpan most)
{
    private readonly Dictionary<ulong, Silence> _pilots = [];

    /// <summary>Whether a pilot is known.</summary>
    public bool Has(ulong pilot) => _pilots.ContainsKey(pilot);

    /// <summary>Notes a look into the mailbox.</summary>
    /// <param name="now">On the relay's clock.</param>
    /// <param name="heard">Pilots of which something came; they are known from now on.</param>
    /// <returns>Pilots that are taken for dead; they are forgotten.</returns>
    public IReadOnlyList<ulong> After(TimeSpan now, IReadOnlySet<ulong> heard)
    {
        foreach (var pilot in heard) _pilots.TryAdd(pilot, new Silence(TimeSpan.Zero, now));
        foreach (var (pilot, silence) in _pilots) _pilots[pilot] = silence.After(now, heard.Contains(pilot));
        var dead = _pilots.Where(pilot => pilot.Value.Length >= most).Select(pilot => pilot.Key).ToList();
        foreach (var pilot in dead) _pilots.Remove(pilot);
        return dead;
    }
}
