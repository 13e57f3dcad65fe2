using System.Text.Json.Serialization;
using Dirac.Model.Api;
using Dirac.Workload.Impossible;
using Dirac.Workload.Jobs.Removal;
using Dirac.Workload.Optimisation;
using Dirac.Workload.Pilots;
using Dirac.Workload.Pilots.BlackHoles;
using Dirac.Workload.Pilots.Orders;
using Dirac.Workload.Pilots.Records;
using Dirac.Workload.Rescue;
using Dirac.Workload.SiteDirection;
using Dirac.Workload.TaskQueues;
using Dirac.Workload.TaskQueues.Shares;

namespace Dirac.Workload;

/// <summary>JSON of this room's task messages.</summary>
[JsonSerializable(typeof(OptimizeJob))]
[JsonSerializable(typeof(PilotMatched))]
[JsonSerializable(typeof(PilotStopped))]
[JsonSerializable(typeof(PilotSuspected))]
[JsonSerializable(typeof(PilotStatusRound))]
[JsonSerializable(typeof(SiteRound))]
[JsonSerializable(typeof(QueueVisit))]
[JsonSerializable(typeof(RescueRound))]
[JsonSerializable(typeof(RequeueRound))]
[JsonSerializable(typeof(TaskQueueRound))]
[JsonSerializable(typeof(RemovedJobs))]
[JsonSerializable(typeof(ShareRound))]
[JsonSerializable(typeof(QueueVerdict))]
[JsonSerializable(typeof(ResourceDescription))]
internal sealed partial class WorkloadJsonContext : JsonSerializerContext;
