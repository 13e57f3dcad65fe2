using Dirac.Security.Certificates.Validation;

namespace Dirac.Security.GridTls;

/// <summary>What the certificates of a peer are worth to us.</summary>
/// <param name="Peer">Whom they stand for; null when they are refused, or taken without being judged.</param>
/// <param name="Refused">What is wrong with them; null when nothing is.</param>
internal readonly record struct PeerVerdict(GridPeer? Peer, ChainVerdict.Refused? Refused)
{
    /// <summary>The verdict of a validator.</summary>
    public static PeerVerdict Of(ChainVerdict verdict) => verdict switch
    {
        ChainVerdict.Accepted accepted => new(accepted.Peer, null),
        ChainVerdict.Refused refused => new(null, refused),
        _ => new(null, new ChainVerdict.Refused(ChainFault.ChainInvalid, "")),
    };
}
