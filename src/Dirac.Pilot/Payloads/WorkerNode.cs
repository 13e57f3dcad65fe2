using Dirac.Pilot.Node;
using Dirac.Pilot.Supervision;

namespace Dirac.Pilot.Payloads;

/// <summary>What every wrapper on this node uses.</summary>
/// <param name="Options">The pilot's options.</param>
/// <param name="Survey">What was found out about the node.</param>
/// <param name="CpuPower">Power of one processor, HS06.</param>
/// <param name="Processes">Starts supervisors.</param>
/// <param name="Sandboxes">Moves sandboxes.</param>
/// <param name="Program">How to start this program for a job of the Python API.</param>
/// <param name="Credentials">Gives payloads their owners' credentials.</param>
/// <param name="Clock">Tells the time.</param>
internal sealed record WorkerNode(
    PilotOptions Options,
    NodeSurvey Survey,
    double CpuPower,
    SupervisorProcesses Processes,
    SandboxTransfer Sandboxes,
    SupervisorCommand Program,
    IReadOnlyList<IPayloadCredentials> Credentials,
    TimeProvider Clock);
