using Dirac.Security.Calls;
using Dirac.Security.Identities;

namespace Dirac.Hosting.Rpc.Https;

/// <summary>The holder of a token as a caller of DIRAC's protocols.</summary>
internal static class TokenCaller
{
    /// <summary>The caller.</summary>
    /// <param name="token">Whom the token stands for.</param>
    /// <param name="dn">The name that goes with it; null for the user's own, and the one DIRAC derives from the token's subject for whoever has none.</param>
    /// <param name="registry">Users.</param>
    public static GridCaller Of(Caller token, string? dn, GridRegistry registry) => new()
    {
        Dn = dn ?? registry.DnOf(token.UserName) ?? $"/O=DIRAC/CN={token.Subject}",
        UserName = token.UserName,
        Group = token.Group,
        Vo = token.Vo,
        Properties = token.Properties,
        ShownProperties = [.. token.Properties],
    };
}
