using Dirac.Security.Certificates.Der;

namespace Dirac.Security.Certificates.Voms;

/// <summary>Names of a VOMS server's certificate and of the authorities above it, as a file <c>host.lsc</c> lists them. Immutable.</summary>
/// <param name="Names">One-line names, the server's first, its authority's next.</param>
internal sealed record LscChain(IReadOnlyList<string> Names)
{
    private const char SeparatorStart = '-';

    /// <summary>The chains in a file: one name a line, chains apart by lines of dashes (<c>------ NEXT CHAIN ------</c>). One name alone vouches for nothing.</summary>
    public static IReadOnlyList<LscChain> Parse(string text)
    {
        var chains = new List<List<string>> { new() };
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] == SeparatorStart) chains.Add([]);
            else if (line[0] == '/') chains[^1].Add(Usual(line));
        }

        return [.. chains.Where(chain => chain.Count > 1).Select(chain => new LscChain(chain))];
    }

    /// <summary>Whether each name is that of a certificate and the next one that of its issuer, from the server upwards.</summary>
    public bool Fits(IReadOnlyList<GridCertificate> path)
    {
        for (var at = 0; at + 1 < Names.Count; at++)
        {
            // A root may be listed as its own issuer or not at all: it ends the path in both cases.
            var certificate = at < path.Count ? path[at] : path[^1];
            if (Usual(certificate.Subject.OneLine) != Names[at] || Usual(certificate.Issuer.OneLine) != Names[at + 1]) return false;
        }

        return true;
    }

    // Older libraries print these types by other names, and files from their time are still around.
    private static string Usual(string name) => name
        .Replace("/Email=", "/emailAddress=", StringComparison.OrdinalIgnoreCase)
        .Replace("/E=", "/emailAddress=", StringComparison.OrdinalIgnoreCase)
        .Replace("/USERID=", "/UID=", StringComparison.OrdinalIgnoreCase);
}
