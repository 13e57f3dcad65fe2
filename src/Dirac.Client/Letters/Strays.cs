namespace Dirac.Client.Letters;

/// <summary>Names that should not be there, and since when they have been seen. Pure; not thread-safe.</summary>
/// <param name="age">How long they may stay.</param>
internal sealed class Strays(TimeSpan age)
{
    private Dictionary<string, TimeSpan> _since = [];

    /// <summary>Notes what is there now.</summary>
    /// <param name="now">On the observer's clock.</param>
    /// <param name="names">All of them.</param>
    /// <returns>Those that have been there for too long.</returns>
    public IReadOnlyList<string> After(TimeSpan now, IEnumerable<string> names)
    {
        _since = names.ToDictionary(name => name, name => _since.GetValueOrDefault(name, now), StringComparer.Ordinal);
        return [.. _since.Where(stray => now - stray.Value >= age).Select(stray => stray.Key)];
    }
}
