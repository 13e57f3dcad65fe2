using System.Text.Json.Serialization;

namespace Dirac.Workload.Jobs.Operations;

/// <summary>JSON of this feature's task messages.</summary>
[JsonSerializable(typeof(OperationTurn))]
[JsonSerializable(typeof(OperationRound))]
internal sealed partial class OperationsJsonContext : JsonSerializerContext;
