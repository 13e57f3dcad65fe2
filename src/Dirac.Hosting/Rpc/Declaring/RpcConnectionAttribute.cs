namespace Dirac.Hosting.Rpc.Declaring;

/// <summary>Is told of a connection that stays. Its rule is that of the service's messages.</summary>
/// <remarks>It takes <see cref="Calling.RpcPeer"/>, <see cref="Calling.RpcCall"/> and a cancellation token, and returns as a method does: a failure closes the connection.</remarks>
/// <param name="moment">When.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RpcConnectionAttribute(RpcConnectionMoment moment) : Attribute
{
    /// <summary>When.</summary>
    public RpcConnectionMoment Moment { get; } = moment;
}
