namespace Dirac.Client.Letters;

/// <summary>The pilots that a relay knows, and how long each has been silent. Pure; not thread-safe.</summary>
/// <param name="most">The silence of a dead pilot.</param>
internal sealed class PilotBook(TimeSpan most)
{
    private readonly Dictionary<string, Silence> _pilots = [];

    /// <summary>Whether a pilot is known.</summary>
    public bool Has(string pilot) => _pilots.ContainsKey(pilot);

    /// <summary>Notes a look into the mailbox.</summary>
    /// <param name="now">On the relay's clock.</param>
    /// <param name="heard">Pilots of which something came; they are known from now on.</param>
    /// <returns>Pilots that are taken for dead; they are forgotten.</returns>
    public IReadOnlyList<string> After(TimeSpan now, IReadOnlySet<string> heard)
    {
        foreach (var pilot in heard) _pilots.TryAdd(pilot, new Silence(TimeSpan.Zero, now));
        foreach (var pilot in _pilots.Keys) _pilots[pilot] = _pilots[pilot].After(now, heard.Contains(pilot));
        var dead = _pilots.Keys.Where(pilot => _pilots[pilot].Length >= most).ToList();
        foreach (var pilot in dead) _pilots.Remove(pilot);
        return dead;
    }
}
