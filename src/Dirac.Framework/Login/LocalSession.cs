using Dirac.Hosting;
using Dirac.Hosting.Access;
using Dirac.Security.Identities;
using Dirac.Security.Tokens;
using Microsoft.AspNetCore.Http;

namespace Dirac.Framework.Login;

/// <summary>Finds the owner of a local installation by the session that <c>dirac up</c> has given the browser.</summary>
internal sealed class LocalSession(HostingOptions hosting, TokenValidator tokens)
{
    /// <summary>The owner; null when the browser has no session of theirs for <paramref name="vo"/>.</summary>
    public async Task<LoginPerson?> FindAsync(HttpContext context, string vo, CancellationToken cancellationToken)
    {
        if (hosting.LocalUser is not { } owner || context.Request.Cookies[BrowserSession.CookieName] is not { Length: > 0 } token) return null;
        return await tokens.ValidateAsync(token, cancellationToken) is TokenVerdict.Valid { Caller: { Kind: CallerKind.User } caller }
            && caller.UserName == owner.Name && caller.Vo == vo && owner.Vo == vo
            ? new LoginPerson(owner.Name, null)
            : null;
    }
}
