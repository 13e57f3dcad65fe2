using System.Security.Cryptography.X509Certificates;

namespace Dirac.Client.Http;

/// <summary>The certificate that a server presents to one who does not know it yet.</summary>
/// <param name="Leaf">The server's own.</param>
/// <param name="Authority">The authority that signed it, when the server tells it; null when it does not.</param>
/// <param name="IsTrusted">Whether the system trusts it for the name that was called.</param>
/// <param name="NameMatches">Whether it is for that name.</param>
public sealed record FoundCertificate(X509Certificate2 Leaf, X509Certificate2? Authority, bool IsTrusted, bool NameMatches)
{
    /// <summary>The names it is for, separated by commas.</summary>
    public string Names => PinJudge.NamesOf(Leaf);

    /// <summary>What to know the server by: its authority, if that vouches for the name that was called, else its own key.</summary>
    public ServerPin ToPin() => Authority is { } authority && NameMatches ? ServerPin.OfAuthority(authority) : ServerPin.OfKey(Leaf);

    /// <summary>SHA-256 of the certificate that <see cref="ToPin"/> comes from.</summary>
    public string Fingerprint => ServerPin.Fingerprint(Authority is { } authority && NameMatches ? authority : Leaf);

    /// <summary>The pin for a fingerprint that a person was told; null when nothing here has it.</summary>
    /// <param name="fingerprint">SHA-256 in hexadecimal digits, with or without colons.</param>
    public ServerPin? PinFor(string fingerprint)
    {
        var wanted = Normalise(fingerprint);
        if (Authority is { } authority && NameMatches && wanted == ServerPin.Fingerprint(authority)) return ServerPin.OfAuthority(authority);
        return wanted == ServerPin.Fingerprint(Leaf) || wanted == ServerPin.KeyFingerprint(Leaf) ? ServerPin.OfKey(Leaf) : null;
    }

    private static string Normalise(string fingerprint) => fingerprint.Trim().Replace(":", "", StringComparison.Ordinal).ToLowerInvariant();
}
