using System.Text.Json.Serialization;
using Dirac.Workload.Housekeeping.Cleaning;
using Dirac.Workload.Housekeeping.Stalled;
using Dirac.Workload.Sandboxes;

namespace Dirac.Workload.Housekeeping;

/// <summary>JSON of the messages of housekeeping.</summary>
[JsonSerializable(typeof(StalledJobRound))]
[JsonSerializable(typeof(JobCleaningRound))]
[JsonSerializable(typeof(SandboxRound))]
[JsonSerializable(typeof(DeadOptimizerRound))]
internal sealed partial class HousekeepingJsonContext : JsonSerializerContext;
