namespace Dirac.Hosting.Rpc.Declaring;

/// <summary>What happens to a connection that stays.</summary>
public enum RpcConnectionMoment
{
    /// <summary>A client wants to stay; it hears of a failure.</summary>
    New,

    /// <summary>It stays: messages can be sent to it.</summary>
    Connected,

    /// <summary>It is gone, however that came.</summary>
    Drop,
}
