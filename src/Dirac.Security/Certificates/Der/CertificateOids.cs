namespace Dirac.Security.Certificates.Der;

/// <summary>Object identifiers of certificates, proxies and DIRAC's own extension.</summary>
internal static class CertificateOids
{
    public const string KeyUsage = "2.5.29.15";
    public const string SubjectAlternativeName = "2.5.29.17";
    public const string IssuerAlternativeName = "2.5.29.18";
    public const string BasicConstraints = "2.5.29.19";
    public const string ExtendedKeyUsage = "2.5.29.37";
    public const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    public const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>RFC 3820 §3.8.</summary>
    public const string ProxyCertInfo = "1.3.6.1.5.5.7.1.14";

    /// <summary>The draft's extension, used before RFC 3820.</summary>
    public const string DraftProxyCertInfo = "1.3.6.1.4.1.3536.1.222";

    /// <summary>RFC 3820 §3.8.2: the proxy inherits all rights.</summary>
    public const string InheritAll = "1.3.6.1.5.5.7.21.1";

    /// <summary>Globus' limited proxy.</summary>
    public const string Limited = "1.3.6.1.4.1.3536.1.1.1.9";

    /// <summary>DIRAC's group: an IA5String, not critical.</summary>
    public const string DiracGroup = "1.2.42.42";

    /// <summary>VOMS attribute certificates: a sequence of sequences of them.</summary>
    public const string VomsAttributes = "1.3.6.1.4.1.8005.100.100.5";
}
