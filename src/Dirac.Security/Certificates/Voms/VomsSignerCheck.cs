using Dirac.Security.Certificates.Authorities;
using Dirac.Security.Certificates.Der;
using Dirac.Security.Certificates.Validation;

namespace Dirac.Security.Certificates.Voms;

/// <summary>Whether an attribute certificate is signed by a server that may speak for its VO. Thread-safe.</summary>
internal sealed class VomsSignerCheck(ChainValidationOptions options, VomsDirectory directory)
{
    // Namesakes are conceivable while a certificate is being replaced; a long row of them is an attempt to cost us time.
    private const int MostNamesakes = 4;

    /// <summary>What is wrong with the signature or its maker; null when nothing is.</summary>
    public VomsProblem? Judge(AttributeCertificate certificate, CaSnapshot trust, DateTimeOffset now)
    {
        var facts = certificate.Attributes;
        if (!SignatureAlgorithm.IsAccepted(certificate.Signed.AlgorithmOid)) return new VomsProblem(VomsFault.SignatureAlgorithmNotAccepted, "");
        var servers = directory.Read(facts.Vo, certificate.Host);
        var namesakes = certificate.Certificates.Concat(servers.Certificates).Where(one => one.Subject.Equals(facts.Signer)).Take(MostNamesakes).ToList();
        if (namesakes.Count == 0) return new VomsProblem(VomsFault.SignerUnknown, facts.Signer.OneLine);
        var signer = namesakes.Find(one => SignatureAlgorithm.IsSignedBy(certificate.Signed, one.PublicKey));
        if (signer is not null) return JudgeSigner(signer, certificate.Certificates, servers, trust, now);
        return namesakes.TrueForAll(one => !PublicKeyStrength.IsAccepted(one.PublicKey))
            ? new VomsProblem(VomsFault.SignerNotAccepted, new ChainVerdict.Refused(ChainFault.KeyNotAccepted, facts.Signer.OneLine).Reason)
            : new VomsProblem(VomsFault.SignatureInvalid, facts.Signer.OneLine);
    }

    private VomsProblem? JudgeSigner(GridCertificate signer, IReadOnlyList<GridCertificate> sent, VomsServers servers, CaSnapshot trust, DateTimeOffset now)
    {
        // No proxy may reach the chain engine, and none may speak for a VO.
        if (signer.ProxyInfo is not null) return new VomsProblem(VomsFault.SignerNotAccepted, $"{signer.Subject} is a proxy");
        var (verdict, path) = EndEntityCheck.JudgeWithPath(signer, sent, trust, options, now);
        if (verdict.Refused is { } refused) return new VomsProblem(VomsFault.SignerNotAccepted, refused.Reason);
        var isVouchedFor = servers.Certificates.Any(known => known.Der.Span.SequenceEqual(signer.Der.Span)) || servers.Chains.Any(chain => chain.Fits(path));
        return isVouchedFor ? null : new VomsProblem(VomsFault.ServerNotTrusted, $"{servers.Problem}; it is {signer.Subject}, issued by {signer.Issuer}");
    }
}
