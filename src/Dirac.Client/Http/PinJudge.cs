using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Dirac.Client.Http;

/// <summary>Whether a certificate is that of the server a pin stands for. Pure, but for reading certificates.</summary>
internal static class PinJudge
{
    private const string ServerPurpose = "1.3.6.1.5.5.7.3.1";

    /// <summary>Null when it is; else what is wrong, as the end of a sentence about the server.</summary>
    /// <param name="pin">The pin.</param>
    /// <param name="leaf">What the server presented.</param>
    /// <param name="sent">What came with it.</param>
    /// <param name="nameMatches">Whether it names the host that was called.</param>
    /// <param name="now">The time.</param>
    public static string? Refuse(ServerPin pin, X509Certificate2 leaf, IEnumerable<X509Certificate2> sent, bool nameMatches, DateTimeOffset now)
    {
        if (now < leaf.NotBefore.ToUniversalTime() || now > leaf.NotAfter.ToUniversalTime())
            return $"has a certificate that is good from {leaf.NotBefore.ToUniversalTime():u} to {leaf.NotAfter.ToUniversalTime():u} only";
        if (pin.Authority is not { } pem)
            return ServerPin.KeyFingerprint(leaf) == pin.Sha256 ? null : "presents another key than the one you trusted";
        using var authority = X509Certificate2.CreateFromPem(pem);
        if (!IsSignedBy(authority, leaf, sent, now)) return "presents a certificate that the authority you trusted did not sign";
        return nameMatches ? null : $"presents a certificate for {NamesOf(leaf)}, not for the name you called";
    }

    /// <summary>Whether <paramref name="authority"/> vouches for <paramref name="leaf"/>.</summary>
    public static bool IsSignedBy(X509Certificate2 authority, X509Certificate2 leaf, IEnumerable<X509Certificate2> sent, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerPurpose));
        foreach (var certificate in sent) chain.ChainPolicy.ExtraStore.Add(certificate);
        return chain.Build(leaf);
    }

    /// <summary>The names a certificate is for.</summary>
    public static string NamesOf(X509Certificate2 leaf)
    {
        var names = leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        var found = names is null ? [] : names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(address => address.ToString())).ToList();
        return found.Count > 0 ? string.Join(", ", found) : leaf.Subject;
    }
}
