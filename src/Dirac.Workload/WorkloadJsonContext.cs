using System.Text.Json.Serialization;
using Dirac.Workload.Optimisation;
using Dirac.Workload.Pilots;
using Dirac.Workload.Rescue;
using Dirac.Workload.Sandboxes;
using Dirac.Workload.TaskQueues;

namespace Dirac.Workload;

/// <summary>JSON of this room's task messages.</summary>
[JsonSerializable(typeof(OptimizeJob))]
[JsonSerializable(typeof(NotePilotMatch.Message), TypeInfoPropertyName = "NotePilotMatch")]
[JsonSerializable(typeof(RescueStalledJobs.Message), TypeInfoPropertyName = "RescueStalledJobs")]
[JsonSerializable(typeof(RequeueWaitingJobs.Message), TypeInfoPropertyName = "RequeueWaitingJobs")]
[JsonSerializable(typeof(CleanSandboxes.Message), TypeInfoPropertyName = "CleanSandboxes")]
[JsonSerializable(typeof(CleanTaskQueues.Message), TypeInfoPropertyName = "CleanTaskQueues")]
internal sealed partial class WorkloadJsonContext : JsonSerializerContext;
