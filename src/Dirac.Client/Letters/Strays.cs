namespace Dirac.Client.Letters;

/// <summary>Names that should not be there, and since when they have been seen. Pure; not thread-safe.</summary>
/// <param name="age">How long they may stay.</param>
internal sealed class Strays(TimeSpan age)
{
    private Dictionary<string, Silence> _seen = [];

    /// <summary>Notes what is there now.</summary>
    /// <param name="now">On the observer's clock.</param>
    /// <param name="names">All of them.</param>
    /// <returns>Those that have been there for too long.</returns>
    public IReadOnlyList<string> After(TimeSpan now, IEnumerable<string> names)
    {
        var seen = new Dictionary<string, Silence>(StringComparer.Ordinal);
        foreach (var name in names) seen[name] = _seen.TryGetValue(name, out var before) ? before.After(now, hasNews: false) : new Silence(TimeSpan.Zero, now);
        _seen = seen;
        return [.. seen.Keys.Where(name => seen[name].Length >= age)];
    }
}
