namespace Dirac.Client.Rpc;

/// <summary>How a service is spoken to.</summary>
public enum RpcScheme
{
    /// <summary>DIRAC's own protocol over TLS.</summary>
    Dips,

    /// <summary>DIRAC's own protocol over plain TCP: nobody is known there.</summary>
    Dip,

    /// <summary>Forms over https.</summary>
    Https,
}
