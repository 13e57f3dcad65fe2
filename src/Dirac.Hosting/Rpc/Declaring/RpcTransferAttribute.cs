namespace Dirac.Hosting.Rpc.Declaring;

/// <summary>Serves a method that moves a file: over dips as a transfer of its direction, over https as <c>streamFromClient</c> or <c>streamToClient</c>.</summary>
/// <remarks>
/// Parameters are those of a method, read from the information the client sends with the transfer, and one stream: of a file that comes in it is read, of
/// one that goes out it is written.
/// </remarks>
/// <param name="direction">Which way.</param>
/// <param name="rule">Who may use it, as of a method.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RpcTransferAttribute(RpcTransferDirection direction, params string[] rule) : Attribute
{
    /// <summary>Which way the file goes.</summary>
    public RpcTransferDirection Direction { get; } = direction;

    /// <summary>Who may use it.</summary>
    public IReadOnlyList<string> Rule { get; } = rule;
}
