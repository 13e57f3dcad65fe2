using Dirac.Framework.Login.Pages;
using Dirac.Framework.Tokens;
using Dirac.Model.Errors;
using Microsoft.AspNetCore.Http;

namespace Dirac.Framework.Login;

/// <summary>Answers failures of a login with a page when a browser asks; programs get JSON.</summary>
internal sealed class LoginReplies : IEndpointFilter
{
    /// <summary>Whether the request comes from a browser that wants a page.</summary>
    public static bool IsBrowser(HttpRequest request) => request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    /// <summary>Sends a browser on with the same method (307), and keeps neither the address nor where it came from.</summary>
    public static IResult GoTo(HttpContext context, string address)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        return Results.Redirect(address, permanent: false, preserveMethod: true);
    }

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        try
        {
            return await next(context);
        }
        catch (OAuthException refused) when (IsBrowser(request))
        {
            return LoginPages.Problem(refused.Message, null, refused.Status);
        }
        catch (DiracException failure) when (IsBrowser(request) && StatusOf(failure.Code) is not null)
        {
            return LoginPages.Problem(failure.Message, failure.Advice, StatusOf(failure.Code)!.Value);
        }
    }

    // What nobody but an administrator can mend is logged where all errors are.
    private static int? StatusOf(ErrorCode code) => code switch
    {
        ErrorCode.Unavailable => StatusCodes.Status503ServiceUnavailable,
        ErrorCode.TooManyRequests => StatusCodes.Status429TooManyRequests,
        _ => null,
    };
}
