using Dirac.Model.Errors;
using Dirac.Security.Identities;
using Microsoft.AspNetCore.Http;

namespace Dirac.Hosting.Access;

/// <summary>Who makes the request at hand.</summary>
public static class CallerContext
{
    /// <summary>The caller, on a route whose rule needs one.</summary>
    /// <exception cref="DiracException">NotAuthenticated when the route is open to anyone.</exception>
    public static Caller GetCaller(this HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new DiracException(ErrorCode.NotAuthenticated, "The caller of this route is not known.", "Send a token: Authorization: Bearer TOKEN.");

    internal static void SetCaller(this HttpContext context, Caller caller) => context.Features.Set(caller);
}
