using System.Text.Json.Serialization;
using Dirac.Framework.Accounts;
using Dirac.Framework.Proxies;

namespace Dirac.Framework;

/// <summary>JSON of this room's messages.</summary>
[JsonSerializable(typeof(PurgeRound))]
[JsonSerializable(typeof(AccountSyncRound))]
[JsonSerializable(typeof(AccountSyncVisit))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, IReadOnlyList<string>>))]
internal sealed partial class FrameworkJsonContext : JsonSerializerContext;
