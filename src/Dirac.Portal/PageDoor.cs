using System.Net;
using Dirac.Client.Http;
using Dirac.Client.Identity;
using Dirac.Model.Errors;
using Dirac.Portal.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Portal;

/// <summary>Turns a page into a request handler: token from the cookie, safe headers, errors as pages.</summary>
internal static class PageDoor
{
    // No scripts at all, nothing from elsewhere, no frames: what a hostile job name could inject has nothing to run in.
    private const string ContentPolicy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>A page.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    internal delegate Task<PageResult> Page(PageRequest request, CancellationToken cancellationToken);

    /// <summary>Makes the handler of a page.</summary>
    /// <param name="page">The page.</param>
    public static RequestDelegate Show(Page page) => async context =>
    {
        var result = await RenderAsync(context, page);
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        if (result.RedirectTo is { } target)
        {
            context.Response.Redirect(target);
            return;
        }

        context.Response.StatusCode = (int)result.Status;
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync(result.Html, context.RequestAborted);
    };

    private static async Task<PageResult> RenderAsync(HttpContext context, Page page)
    {
        var options = context.RequestServices.GetRequiredService<PortalOptions>();
        if (context.Request.Cookies[options.CookieName] is not { Length: > 0 } token) return ErrorPage.NotLoggedIn();
        using var connection = new ApiConnection(options.Server(), new FixedToken(token));
        try
        {
            return await page(new PageRequest(connection, context.Request), context.RequestAborted);
        }
        catch (ApiException refused) when (refused.Status == HttpStatusCode.Unauthorized)
        {
            return ErrorPage.NotLoggedIn();
        }
        catch (ApiException refused)
        {
            return ErrorPage.Of(refused.Status, refused.Message, refused.Reply.Advice);
        }
        catch (DiracException error)
        {
            return ErrorPage.Of(HttpStatusCode.ServiceUnavailable, error.Message, error.Advice);
        }
    }
}
