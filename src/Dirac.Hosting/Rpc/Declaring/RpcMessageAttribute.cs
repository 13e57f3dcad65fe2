namespace Dirac.Hosting.Rpc.Declaring;

/// <summary>Takes a message that comes over a dips connection that stays, under its method's name.</summary>
/// <remarks>
/// Parameters are the message's attributes, by name: only their values travel, in the order of the names. <see cref="Calling.RpcCall"/>, the
/// <see cref="Calling.RpcPeer"/> that sent it and a cancellation token may stand anywhere. A failure closes the connection; a value is not sent.
/// </remarks>
/// <param name="rule">Who may send it, as of a method. Whoever may send one of a service's messages may connect.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RpcMessageAttribute(params string[] rule) : Attribute
{
    /// <summary>Who may send it.</summary>
    public IReadOnlyList<string> Rule { get; } = rule;
}
