using Dirac.Security.Calls;
using Dirac.Security.Identities;

namespace Dirac.Hosting.Rpc.Https;

/// <summary>The holder of a token as a caller of DIRAC's protocols.</summary>
internal static class TokenCaller
{
    /// <summary>The caller; whoever has no distinguished name gets the one DIRAC derives from the token's subject.</summary>
    public static GridCaller Of(Caller token, GridRegistry registry) => new()
    {
        Dn = registry.DnOf(token.UserName) ?? $"/O=DIRAC/CN={token.Subject}",
        UserName = token.UserName,
        Group = token.Group,
        Vo = token.Vo,
        Properties = token.Properties,
        ShownProperties = [.. token.Properties],
    };
}
