namespace Dirac.Security.Certificates.Proxies;

/// <summary>Keys of proxies that we make.</summary>
public enum ProxyKeyKind
{
    /// <summary>RSA of 2048 bits, which every grid service takes.</summary>
    Rsa2048,

    /// <summary>RSA of 3072 bits.</summary>
    Rsa3072,

    /// <summary>RSA of 4096 bits.</summary>
    Rsa4096,

    /// <summary>The curve P-256: fast, but not every grid service takes it.</summary>
    EcP256,
}
