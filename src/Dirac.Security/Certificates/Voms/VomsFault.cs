namespace Dirac.Security.Certificates.Voms;

/// <summary>Why an attribute certificate is refused.</summary>
public enum VomsFault
{
    /// <summary>Bytes that are no VOMS attribute certificate, or more of them than any honest proxy has.</summary>
    Malformed,

    /// <summary>It was given to somebody else than the user whose proxy it is in.</summary>
    WrongHolder,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>Its time has not begun.</summary>
    NotYetValid,

    /// <summary>It is for other services than this one.</summary>
    WrongTarget,

    /// <summary>A critical extension that we do not know.</summary>
    UnknownCriticalExtension,

    /// <summary>It could be revoked, and there is nowhere to ask.</summary>
    MayBeRevoked,

    /// <summary>A group or role of another VO than its server is for.</summary>
    ForeignGroup,

    /// <summary>Signed with SHA-1, MD5 or another algorithm that is not accepted.</summary>
    SignatureAlgorithmNotAccepted,

    /// <summary>The certificate of its signer is neither in it nor known here.</summary>
    SignerUnknown,

    /// <summary>Its signer's key did not sign it, or not this content.</summary>
    SignatureInvalid,

    /// <summary>Its signer's certificate does not chain to an authority trusted here.</summary>
    SignerNotAccepted,

    /// <summary>No file of the VO vouches for the server.</summary>
    ServerNotTrusted,
}
