using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Routing;

namespace Dirac.IdentityProvider;

/// <summary>Where people log in: a form, or, when somebody is logged in already, straight back.</summary>
internal static class AuthorizeEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, TestIdentityProvider provider)
    {
        routes.MapGet(provider.Settings.Path + "/authorize", context => AskAsync(context, provider));
        routes.MapPost(provider.Settings.Path + "/authorize", context => LogInAsync(context, provider));
    }

    private static Task AskAsync(HttpContext context, TestIdentityProvider provider)
    {
        if (Read(context, provider) is not { } visit) return RefuseAsync(context);
        if (context.Request.Query["response_type"] != "code") return BackAsync(context, visit, ("error", "unsupported_response_type"));
        if (provider.Misbehaviour.HasFlag(Misbehaviour.Denies)) return BackAsync(context, visit, ("error", "access_denied"));
        return provider.Find(provider.LoggedIn) is { } person ? BackAsync(context, visit, ("code", provider.Grants.NewCode(visit, person))) : ShowFormAsync(context, "");
    }

    private static async Task LogInAsync(HttpContext context, TestIdentityProvider provider)
    {
        if (Read(context, provider) is not { } visit)
        {
            await RefuseAsync(context);
            return;
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (provider.Find(form["username"]) is { } person && (person.Password.Length == 0 || person.Password == form["password"]))
            await BackAsync(context, visit, ("code", provider.Grants.NewCode(visit, person)));
        else
            await ShowFormAsync(context, "<p>That is not right.</p>");
    }

    // Null when there is nobody to go back to: an address that is not the client's gets nothing.
    private static Visit? Read(HttpContext context, TestIdentityProvider provider)
    {
        var query = context.Request.Query;
        string? Find(string name) => query[name] is [{ Length: > 0 } value] ? value : null;
        if (provider.Settings.Clients.All(client => client.Id != Find("client_id"))) return null;
        if (!Uri.TryCreate(Find("redirect_uri"), UriKind.Absolute, out var back) || !back.IsLoopback) return null;
        if (Find("code_challenge") is not null && Find("code_challenge_method") != "S256") return null;
        return new Visit(Find("client_id")!, Find("redirect_uri")!, Find("scope") ?? "", Find("state") ?? "", Find("nonce"), Find("code_challenge"));
    }

    private static Task BackAsync(HttpContext context, Visit visit, (string Name, string Value) result)
    {
        var query = new QueryBuilder { { result.Name, result.Value } };
        if (visit.State.Length > 0) query.Add("state", visit.State);
        context.Response.Redirect(visit.RedirectUri + (visit.RedirectUri.Contains('?') ? "&" + query.ToString()[1..] : query.ToString()));
        return Task.CompletedTask;
    }

    private static Task ShowFormAsync(HttpContext context, string remark)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(
            $"""
            <!doctype html><title>Test provider</title>{remark}
            <form method="post" action="{WebUtility.HtmlEncode(context.Request.GetEncodedPathAndQuery())}">
            <label>User <input name="username" autofocus></label> <label>Password <input name="password" type="password"></label> <button>Log in</button>
            </form>
            """,
            context.RequestAborted);
    }

    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return context.Response.WriteAsync("The client or its address is not known here.", context.RequestAborted);
    }
}
