using Dirac.Hosting.Rpc.Declaring;

namespace Dirac.Framework.Tests.Support;

/// <summary>A service that the process has and nobody asked it to serve to peers with certificates.</summary>
[RpcService("Test/Aside")]
internal sealed class AsideRpc;
