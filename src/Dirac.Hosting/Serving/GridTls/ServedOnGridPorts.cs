namespace Dirac.Hosting.Serving.GridTls;

/// <summary>Marks the routes that are served on ports of the grid; all others are at the server's own addresses only.</summary>
internal sealed class ServedOnGridPorts;
