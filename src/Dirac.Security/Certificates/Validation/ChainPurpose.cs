namespace Dirac.Security.Certificates.Validation;

/// <summary>Whose certificates are judged.</summary>
public enum ChainPurpose
{
    /// <summary>Users, services and pilots that call us: proxies are accepted.</summary>
    Clients,

    /// <summary>Servers that we call: no proxy is accepted.</summary>
    Servers,
}
