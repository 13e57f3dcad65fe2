using System.Text.Json.Serialization;
using Dirac.Framework.Proxies;

namespace Dirac.Framework;

/// <summary>JSON of this room's messages.</summary>
[JsonSerializable(typeof(PurgeRound))]
internal sealed partial class FrameworkJsonContext : JsonSerializerContext;
