using System.Text.Json.Serialization;
using Dirac.Framework.Accounts;
using Dirac.Framework.Login;
using Dirac.Framework.Login.Browser;
using Dirac.Framework.Proxies;
using Dirac.Framework.Tokens;

namespace Dirac.Framework;

/// <summary>JSON of this room's messages.</summary>
[JsonSerializable(typeof(PurgeRound))]
[JsonSerializable(typeof(FlowTicket))]
[JsonSerializable(typeof(PurgeFlowsRound))]
[JsonSerializable(typeof(OAuthErrorReply))]
[JsonSerializable(typeof(AccountSyncRound))]
[JsonSerializable(typeof(AccountSyncVisit))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, IReadOnlyList<string>>))]
internal sealed partial class FrameworkJsonContext : JsonSerializerContext;
