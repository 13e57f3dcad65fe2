using System.Security.Cryptography.X509Certificates;
using Dirac.Security.Certificates.Authorities;
using Dirac.Security.Certificates.Der;

namespace Dirac.Security.Certificates.Validation;

/// <summary>Judges the certificates a peer sent: RFC 3820 proxies down to any depth, and a user's or host's own certificate. Thread-safe.</summary>
/// <remarks>
/// The TLS library's verdict plays no part: OpenSSL accepts independent policies, a proxyCertInfo that is not critical, and full proxies of limited
/// ones. Give it all that was sent; on a resumed TLS session that is the leaf alone, and proxies are then refused.
/// </remarks>
/// <param name="options">How strictly.</param>
/// <param name="clock">Tells what has expired.</param>
public sealed class ChainValidator(ChainValidationOptions options, TimeProvider clock)
{
    private const int MostOthers = 12;
    private readonly EndEntityCache _accepted = new(options.RememberFor);
    private readonly ChainCache _chains = new(options.RememberChainsFor);

    /// <summary>Judges the certificate <paramref name="leaf"/> that a peer presented.</summary>
    /// <param name="leaf">The certificate whose key the peer has proved to hold.</param>
    /// <param name="others">All else it sent, in any order.</param>
    /// <param name="trust">The authorities that are trusted now.</param>
    /// <returns>A verdict for any bytes; nothing is thrown.</returns>
    public ChainVerdict Validate(X509Certificate2 leaf, X509Certificate2Collection others, CaSnapshot trust) =>
        Validate([leaf.RawDataMemory, .. others.Select(other => other.RawDataMemory)], trust);

    /// <summary>Judges the certificates that a peer sent, as DER.</summary>
    /// <param name="sent">The certificate whose key the peer has proved to hold, then all else it sent, in any order.</param>
    /// <param name="trust">The authorities that are trusted now.</param>
    /// <returns>A verdict for any bytes; nothing is thrown.</returns>
    public ChainVerdict Validate(IReadOnlyList<ReadOnlyMemory<byte>> sent, CaSnapshot trust)
    {
        if (sent.Count == 0) return new ChainVerdict.Refused(ChainFault.NoCertificate, "");
        if (sent.Count > options.MostProxies + MostOthers) return new ChainVerdict.Refused(ChainFault.TooLarge, "");
        var now = clock.GetUtcNow();
        if (_chains.Find(sent, trust, now) is { } known) return known;
        var verdict = Judge(sent, trust, now);
        _chains.Remember(sent, trust, verdict, now);
        return verdict;
    }

    private ChainVerdict Judge(IReadOnlyList<ReadOnlyMemory<byte>> sent, CaSnapshot trust, DateTimeOffset now)
    {
        var certificates = sent.Select(GridCertificate.TryRead).OfType<GridCertificate>().ToList();
        if (certificates.Count < sent.Count) return new ChainVerdict.Refused(ChainFault.Malformed, "");
        if (options.Purpose == ChainPurpose.Servers && certificates[0].ProxyInfo is not null)
            return new ChainVerdict.Refused(ChainFault.ProxyAsServer, certificates[0].Subject.OneLine);

        var (chain, refused) = ChainOrder.Find(certificates, options.MostProxies);
        if (chain is null) return refused!;
        if (ProxyRules.FindBroken(chain, now) is { } broken) return broken;

        var endEntity = Judge(chain, trust, now);
        if (endEntity.Refused is { } unfit) return unfit;
        var peer = Describe(chain, endEntity.ExpiresAt, trust);
        return new ChainVerdict.Accepted(peer) { GoodUntil = peer.ExpiresAt < endEntity.GoodUntil ? peer.ExpiresAt : endEntity.GoodUntil };
    }

    private EndEntityVerdict Judge(SentChain chain, CaSnapshot trust, DateTimeOffset now)
    {
        if (_accepted.Find(chain.EndEntity, trust, now) is { } known) return known;
        var verdict = EndEntityCheck.Judge(chain.EndEntity, chain.Others, trust, options, now);
        _accepted.Remember(chain.EndEntity, trust, verdict, now);
        return verdict;
    }

    private static GridPeer Describe(SentChain chain, DateTimeOffset expiresAt, CaSnapshot trust)
    {
        var leaf = chain.Proxies.Count > 0 ? chain.Proxies[0] : chain.EndEntity;
        return new GridPeer
        {
            Identity = chain.EndEntity.Subject,
            Authority = chain.EndEntity.Issuer,
            Serial = chain.EndEntity.Serial,
            Subject = leaf.Subject,
            Issuer = leaf.Issuer,
            Group = chain.Proxies.Append(chain.EndEntity).Select(certificate => certificate.Group).LastOrDefault(group => group is not null),
            IsLimited = leaf.ProxyInfo is { IsLimited: true },
            Depth = chain.Proxies.Count,
            ExpiresAt = chain.Proxies.Select(proxy => proxy.NotAfter).Append(expiresAt).Min(),
            TrustVersion = trust.Version,
            VomsAttributes = [.. chain.Proxies.Select(proxy => proxy.Find(CertificateOids.VomsAttributes)?.Value).OfType<ReadOnlyMemory<byte>>()],
        };
    }
}
