namespace Dirac.Security.Certificates.Validation;

/// <summary>What a chain of certificates is worth: <see cref="Accepted"/> or <see cref="Refused"/>.</summary>
public abstract record ChainVerdict
{
    private ChainVerdict()
    {
    }

    /// <summary>The chain leads to a trusted authority.</summary>
    /// <param name="Peer">Whom it stands for.</param>
    public sealed record Accepted(GridPeer Peer) : ChainVerdict
    {
        /// <summary>Until when the verdict may be remembered: the end of the chain or of a revocation list, whichever is first.</summary>
        internal DateTimeOffset GoodUntil { get; init; }
    }

    /// <summary>The chain is not accepted.</summary>
    /// <param name="Fault">What is wrong.</param>
    /// <param name="Certificate">Subject of the certificate it is wrong with, one-line; empty when it has none that can be read.</param>
    public sealed record Refused(ChainFault Fault, string Certificate) : ChainVerdict
    {
        /// <summary>A sentence for people: what is wrong, with which certificate.</summary>
        public string Reason => Certificate.Length == 0 ? $"{Capital(Explain(Fault))}." : $"Certificate {Certificate}: {Explain(Fault)}.";
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Explain(ChainFault fault) => fault switch
    {
        ChainFault.NoCertificate => "no certificate was sent",
        ChainFault.TooLarge => "too many certificates were sent",
        ChainFault.Malformed => "it cannot be read as an X.509 certificate",
        ChainFault.TooDeep => "there are too many proxies below it",
        ChainFault.Expired => "it has expired",
        ChainFault.NotYetValid => "it is not valid yet; compare the clocks",
        ChainFault.KeyNotAccepted => "its key is too weak or of a kind that is not accepted; RSA takes 2048 bits or more",
        ChainFault.SignatureAlgorithmNotAccepted => "it is signed with an algorithm that is not accepted; SHA-256 or better is needed",
        ChainFault.ProxyIssuerMissing => "the certificate that issued this proxy was not sent; send the whole proxy file",
        ChainFault.SignatureInvalid => "its signature is not by the certificate of its issuer that was sent",
        ChainFault.LegacyProxy => "it is a proxy of the old kind; make one by RFC 3820",
        ChainFault.ProxyCertInfoMissing => "it is signed by a user's certificate but is no proxy: proxyCertInfo is missing",
        ChainFault.ProxyCertInfoNotCritical => "its proxyCertInfo is not critical",
        ChainFault.PolicyNotAccepted => "its proxy policy is neither full nor limited",
        ChainFault.SubjectNotUnderIssuer => "its subject is not its issuer's with one CN more",
        ChainFault.AlternativeName => "a proxy must not have alternative names",
        ChainFault.ProxyIsAuthority => "a proxy must not be an authority",
        ChainFault.ProxyIssuerIsAuthority => "a proxy must not be issued by an authority",
        ChainFault.NoDigitalSignature => "its key usage lacks digitalSignature",
        ChainFault.NotForClients => "its extended key usage lacks clientAuth",
        ChainFault.NotForServers => "its extended key usage lacks serverAuth",
        ChainFault.ProxyAsServer => "a proxy must not stand for a server",
        ChainFault.WrongHost => "it is not for the host that was called",
        ChainFault.UnknownCriticalExtension => "it has a critical extension that is not known here",
        ChainFault.PathLengthExceeded => "it does not allow that many proxies below it",
        ChainFault.FullProxyOfLimited => "it is a full proxy made of a limited one",
        ChainFault.EndEntityIsAuthority => "it is an authority's, not a user's",
        ChainFault.IdentityNotUsable => "its subject is empty or ambiguous",
        ChainFault.AuthorityUnknown => "its authority is not trusted here",
        ChainFault.ChainInvalid => "it does not chain to its authority",
        ChainFault.Revoked => "it is revoked",
        ChainFault.RevocationListMissing => "there is no revocation list of its authority",
        ChainFault.RevocationListExpired => "the revocation list of its authority is out of date",
        ChainFault.RevocationListUnusable => "the revocation list of its authority cannot be used",
        _ => "it is not accepted",
    };
}
