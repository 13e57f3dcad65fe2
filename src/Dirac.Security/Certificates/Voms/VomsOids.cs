namespace Dirac.Security.Certificates.Voms;

/// <summary>Object identifiers inside attribute certificates: RFC 5755's and VOMS' own.</summary>
internal static class VomsOids
{
    /// <summary>The attribute with the FQANs.</summary>
    public const string Fqans = "1.3.6.1.4.1.8005.100.100.4";

    /// <summary>Extension: the certificate of who signed, and those above it.</summary>
    public const string Certificates = "1.3.6.1.4.1.8005.100.100.10";

    /// <summary>Extension: generic attributes such as the nickname.</summary>
    public const string GenericAttributes = "1.3.6.1.4.1.8005.100.100.11";

    /// <summary>RFC 5755 §4.3.2: the services it is for.</summary>
    public const string Targets = "2.5.29.55";

    /// <summary>RFC 5755 §4.3.6: it will not be revoked.</summary>
    public const string NoRevocation = "2.5.29.56";

    /// <summary>RFC 5755 §4.3.3: which key of its issuer signed it.</summary>
    public const string AuthorityKey = "2.5.29.35";
}
