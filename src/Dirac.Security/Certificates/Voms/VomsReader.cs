using Dirac.Security.Certificates.Authorities;
using Dirac.Security.Certificates.Der;
using Dirac.Security.Certificates.Proxies;
using Dirac.Security.Certificates.Validation;

namespace Dirac.Security.Certificates.Voms;

/// <summary>Reads and judges the VOMS attribute certificates in proxies, for whoever asks; a connection costs nothing of it. Thread-safe.</summary>
/// <param name="options">How they are judged.</param>
/// <param name="servers">Says which servers may speak for which VO.</param>
/// <param name="trust">Gives the authorities of the moment.</param>
/// <param name="clock">Tells what has expired.</param>
public sealed class VomsReader(VomsOptions options, VomsDirectory servers, Func<CaSnapshot> trust, TimeProvider clock)
{
    private readonly VomsSignerCheck _signers = new(options.Signers, servers);

    /// <summary>Judges with the authorities in <paramref name="authorities"/>.</summary>
    public VomsReader(VomsOptions options, VomsDirectory servers, CaDirectory authorities, TimeProvider clock)
        : this(options, servers, authorities.GetSnapshot, clock)
    {
    }

    /// <summary>Judges the attribute certificates of a peer whose chain was accepted.</summary>
    /// <returns>A verdict for each, those in the presented proxy first; nothing is thrown, whatever the bytes.</returns>
    public IReadOnlyList<VomsVerdict> Read(GridPeer peer) => Read(peer.VomsAttributes, new VomsOwner(peer.Identity, peer.Authority, peer.Serial));

    /// <summary>Judges the attribute certificates of a credential of one's own, whose chain nobody has judged.</summary>
    /// <returns>A verdict for each, those in the last proxy first; none for a chain without a user's certificate.</returns>
    public IReadOnlyList<VomsVerdict> Read(GridCredential credential)
    {
        var proxies = credential.Chain.TakeWhile(certificate => certificate.ProxyInfo is not null).ToList();
        if (credential.Chain.Count == proxies.Count) return [];
        var user = credential.Chain[proxies.Count];
        var extensions = proxies.Select(proxy => proxy.Find(CertificateOids.VomsAttributes)?.Value).OfType<ReadOnlyMemory<byte>>().ToList();
        return Read(extensions, new VomsOwner(user.Subject, user.Issuer, user.Serial));
    }

    private List<VomsVerdict> Read(IReadOnlyList<ReadOnlyMemory<byte>> extensions, VomsOwner owner)
    {
        var verdicts = new List<VomsVerdict>();
        foreach (var extension in extensions)
        {
            var found = VomsExtension.TryRead(extension);
            if (found is null || verdicts.Count + found.Count > VomsExtension.MostAttributeCertificates)
                verdicts.Add(new VomsVerdict.Refused(VomsFault.Malformed, "", ""));
            else
                verdicts.AddRange(found.Select(der => Judge(der, owner)));
        }

        return verdicts;
    }

    private VomsVerdict Judge(ReadOnlyMemory<byte> der, VomsOwner owner)
    {
        if (AttributeCertificate.TryRead(der) is not { } certificate) return new VomsVerdict.Refused(VomsFault.Malformed, "", "");
        var now = clock.GetUtcNow();
        var facts = certificate.Attributes;
        return (VomsRules.FindBroken(certificate, owner, options, now) ?? _signers.Judge(certificate, trust(), now)) is { } problem
            ? new VomsVerdict.Refused(problem.Fault, facts.Vo, problem.Detail) { Unverified = options.ReportUnverified ? facts : null }
            : new VomsVerdict.Accepted(facts);
    }
}
