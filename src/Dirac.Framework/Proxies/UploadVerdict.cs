using Dirac.Security.Certificates.Validation;

namespace Dirac.Framework.Proxies;

/// <summary>Whether an uploaded proxy is taken: DIRAC's rules. Pure.</summary>
internal static class UploadVerdict
{
    private static readonly TimeSpan Shortest = TimeSpan.FromHours(1);

    /// <summary>Judges a proxy.</summary>
    /// <param name="dn">Who uploads it.</param>
    /// <param name="verdict">What the chain is worth.</param>
    /// <param name="isProxy">Whether its first certificate is a proxy.</param>
    /// <param name="now">The time.</param>
    /// <returns>Why not; null when it is taken.</returns>
    public static ProxyOutcome.Refused? WhyNot(string dn, ChainVerdict verdict, bool isProxy, DateTimeOffset now)
    {
        if (!isProxy) return new(ProxyErrors.NoChain, "Chain is not a proxy");
        if (verdict is not ChainVerdict.Accepted { Peer: var peer })
        {
            var refused = (ChainVerdict.Refused)verdict;
            return new(refused.Fault == ChainFault.Expired ? ProxyErrors.NoChain : ProxyErrors.Certificate, refused.Reason);
        }

        if (peer.VomsAttributes.Count > 0) return Plain("Proxies with VOMS extensions are not allowed to be uploaded");
        if (peer.Group is not null) return Plain("Proxies with DIRAC group extensions not allowed to be uploaded");
        var left = (long)(peer.ExpiresAt - now).TotalSeconds;
        if (left < Shortest.TotalSeconds) return Plain($"Cannot store proxy, remaining secs {left} is less than {Shortest.TotalSeconds}");
        if (peer.Identity.OneLine != dn) return Plain($"Mismatch in the user DN. Proxy says {peer.Identity.OneLine} and credentials are {dn}");
        return peer.IsLimited ? Plain("Limited proxies are not allowed to be stored") : null;
    }

    private static ProxyOutcome.Refused Plain(string reason) => new(ProxyErrors.None, reason);
}
