using System.Text.Json.Serialization;
using Dirac.Framework.Proxies;
using Dirac.Framework.Tokens;

namespace Dirac.Framework;

/// <summary>JSON of this room's messages.</summary>
[JsonSerializable(typeof(PurgeRound))]
[JsonSerializable(typeof(PurgeTokensRound))]
[JsonSerializable(typeof(OAuthErrorReply))]
[JsonSerializable(typeof(IReadOnlyList<RefreshTokenInfo>))]
[JsonSerializable(typeof(string))]
internal sealed partial class FrameworkJsonContext : JsonSerializerContext;
