using Dirac.Hosting.Rpc.Declaring;

namespace Dirac.Hosting.Rpc.Listening;

/// <summary>A port on which peers with certificates call services.</summary>
/// <param name="Protocol">What is spoken there.</param>
/// <param name="Port">TCP port; 0 takes a free one.</param>
public sealed record GridListener(RpcProtocols Protocol, int Port);
