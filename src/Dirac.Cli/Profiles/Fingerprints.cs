namespace Dirac.Cli.Profiles;

/// <summary>Fingerprints as other programs show them.</summary>
internal static class Fingerprints
{
    /// <summary>Pairs of capital digits with colons between them.</summary>
    /// <param name="sha256">Hexadecimal digits.</param>
    public static string Show(string sha256) => string.Join(':', sha256.ToUpperInvariant().Chunk(2).Select(pair => new string(pair)));
}
