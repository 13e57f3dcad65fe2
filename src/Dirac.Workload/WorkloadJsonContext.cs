using System.Text.Json.Serialization;
using Dirac.Workload.Optimisation;
using Dirac.Workload.Pilots;
using Dirac.Workload.Rescue;
using Dirac.Workload.Sandboxes;
using Dirac.Workload.TaskQueues;

namespace Dirac.Workload;

/// <summary>JSON of this room's task messages.</summary>
[JsonSerializable(typeof(OptimizeJob))]
[JsonSerializable(typeof(PilotMatched))]
[JsonSerializable(typeof(RescueRound))]
[JsonSerializable(typeof(RequeueRound))]
[JsonSerializable(typeof(SandboxRound))]
[JsonSerializable(typeof(TaskQueueRound))]
internal sealed partial class WorkloadJsonContext : JsonSerializerContext;
