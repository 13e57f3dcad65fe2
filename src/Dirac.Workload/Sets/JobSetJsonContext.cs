using System.Text.Json.Serialization;
using Dirac.Workload.Sets.Actions;
using Dirac.Workload.Sets.Notices;

namespace Dirac.Workload.Sets;

/// <summary>JSON of this feature's task messages.</summary>
[JsonSerializable(typeof(JobSetAction))]
[JsonSerializable(typeof(JobSetMessage))]
[JsonSerializable(typeof(JobSetRound))]
internal sealed partial class JobSetJsonContext : JsonSerializerContext;
