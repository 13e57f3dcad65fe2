using Dirac.Model.Errors;

namespace Dirac.Workload.Ports;

/// <summary>A server that pilots cannot find, since nobody said where it is.</summary>
internal sealed class NoPilotGateway : IPilotGateway
{
    public Uri Url => throw new DiracException(ErrorCode.Unavailable, "This server does not know its own address, so it sends no pilots.");

    public string? Authority => null;

    public bool IsReachable => false;

    public string Installation => "none";
}
