using System.Text.Json.Serialization;
using Dirac.Monitoring.Downtimes;
using Dirac.Monitoring.Statuses;

namespace Dirac.Monitoring;

/// <summary>JSON of this room's messages.</summary>
[JsonSerializable(typeof(TokenRound))]
[JsonSerializable(typeof(LogRound))]
[JsonSerializable(typeof(DowntimeRound))]
[JsonSerializable(typeof(StatusMessage))]
internal sealed partial class MonitoringJsonContext : JsonSerializerContext;
