namespace Dirac.Hosting.Rpc.Declaring;

/// <summary>A class that is served; see <see cref="RpcServiceAttribute"/>.</summary>
/// <param name="Type">The class.</param>
internal sealed record RpcServiceType(Type Type);
