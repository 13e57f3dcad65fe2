using Dirac.Workload.Ports;

namespace Dirac.Workload.Tests.Support;

/// <summary>A server that pilots could find.</summary>
internal sealed class FakePilotGateway : IPilotGateway
{
    public Uri Url { get; } = new("https://127.0.0.1:8443");

    public string? Authority => null;

    public bool IsReachable => false;

    public string Installation => "test";
}
