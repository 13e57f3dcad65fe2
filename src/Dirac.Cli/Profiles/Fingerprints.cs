namespace Dirac.Cli.Profiles;

/// <summary>Fingerprints as other programs show them.</summary>
internal static class Fingerprints
{
    /// <summary>Pairs of capital digits with colons between them.</summary>
    /// <param name="sha256">Hexadecimal digits.</param>
    public static string Show(string sha256) => string.Join(':', sha256.ToUpperInvariant().Chunk(2).Select(pair => new string(pair)));

    /// <summary>Two lines of it, which fit beside a label into the narrowest of terminals; the second has none.</summary>
    /// <param name="sha256">Hexadecimal digits.</param>
    public static IEnumerable<(string Label, string Half)> Halves(string sha256)
    {
        var middle = sha256.Length / 2;
        return [("SHA-256", Show(sha256[..middle]) + ":"), ("", Show(sha256[middle..]))];
    }
}
