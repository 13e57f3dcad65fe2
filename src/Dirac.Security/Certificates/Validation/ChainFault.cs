namespace Dirac.Security.Certificates.Validation;

/// <summary>Why a chain of certificates is refused.</summary>
public enum ChainFault
{
    /// <summary>No certificate was sent.</summary>
    NoCertificate,

    /// <summary>More certificates or bytes were sent than any honest chain has.</summary>
    TooLarge,

    /// <summary>Bytes that are no X.509 v3 certificate, or an extension in it that is malformed or there twice.</summary>
    Malformed,

    /// <summary>More proxies than allowed.</summary>
    TooDeep,

    /// <summary>The certificate's time is over.</summary>
    Expired,

    /// <summary>The certificate's time has not begun.</summary>
    NotYetValid,

    /// <summary>An RSA key below 2048 bits, a very large one, or another kind of key or curve than we accept.</summary>
    KeyNotAccepted,

    /// <summary>Signed with SHA-1, MD5 or another algorithm that is not accepted.</summary>
    SignatureAlgorithmNotAccepted,

    /// <summary>The certificate above a proxy was not sent.</summary>
    ProxyIssuerMissing,

    /// <summary>The certificate above is there by name, but its key did not sign.</summary>
    SignatureInvalid,

    /// <summary>A proxy of the kind before RFC 3820.</summary>
    LegacyProxy,

    /// <summary>Signed by a user's certificate, but without the extension that makes a proxy (RFC 3820 §3.8).</summary>
    ProxyCertInfoMissing,

    /// <summary>proxyCertInfo is not critical (RFC 3820 §3.8).</summary>
    ProxyCertInfoNotCritical,

    /// <summary>The proxy's policy is neither inherit-all nor limited, or has a body.</summary>
    PolicyNotAccepted,

    /// <summary>The subject is not the issuer's and exactly one common name more (RFC 3820 §3.4).</summary>
    SubjectNotUnderIssuer,

    /// <summary>The proxy has an alternative name (RFC 3820 §3.5).</summary>
    AlternativeName,

    /// <summary>The proxy claims to be an authority (RFC 3820 §3.7).</summary>
    ProxyIsAuthority,

    /// <summary>The proxy is signed by an authority instead of a user or proxy (RFC 3820 §3.1).</summary>
    ProxyIssuerIsAuthority,

    /// <summary>The key may not be used for digital signatures (RFC 3820 §3.6).</summary>
    NoDigitalSignature,

    /// <summary>The certificate may not be used by clients.</summary>
    NotForClients,

    /// <summary>The certificate may not be used by servers.</summary>
    NotForServers,

    /// <summary>A proxy where a server's certificate must be.</summary>
    ProxyAsServer,

    /// <summary>The server's certificate is for other hosts than the one that was called.</summary>
    WrongHost,

    /// <summary>A critical extension that we do not know.</summary>
    UnknownCriticalExtension,

    /// <summary>More proxies follow than a certificate above allows (RFC 3820 §3.8.1).</summary>
    PathLengthExceeded,

    /// <summary>A full proxy of a limited one.</summary>
    FullProxyOfLimited,

    /// <summary>The user's certificate is an authority's.</summary>
    EndEntityIsAuthority,

    /// <summary>The user's certificate has no subject, or one whose text another name could have.</summary>
    IdentityNotUsable,

    /// <summary>The authority that issued the certificate is not trusted here.</summary>
    AuthorityUnknown,

    /// <summary>The certificate does not chain to its supposed authority: signature, constraints or times above are not right.</summary>
    ChainInvalid,

    /// <summary>The certificate is revoked.</summary>
    Revoked,

    /// <summary>There is no revocation list of the authority, and one is required.</summary>
    RevocationListMissing,

    /// <summary>The authority's revocation list is out of date.</summary>
    RevocationListExpired,

    /// <summary>The authority's revocation list cannot be used: not signed by it, or not a whole list.</summary>
    RevocationListUnusable,
}
