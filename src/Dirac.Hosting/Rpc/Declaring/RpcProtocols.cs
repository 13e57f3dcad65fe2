namespace Dirac.Hosting.Rpc.Declaring;

/// <summary>Protocols a method is served over.</summary>
[Flags]
public enum RpcProtocols
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>DIRAC's own, over TLS or plain TCP.</summary>
    Dips = 1,

    /// <summary>Forms posted over https.</summary>
    Https = 2,

    /// <summary>Both.</summary>
    Both = Dips | Https,
}
