using Dirac.Framework.Login.Pages;
using Dirac.Framework.Tokens;
using Dirac.Hosting.Access;
using Dirac.Hosting.OpenApi;
using Dirac.Hosting.Requests;
using Dirac.Model.Api;
using Dirac.Security.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dirac.Framework.Login.Device;

/// <summary>The device flow's addresses.</summary>
internal static class DeviceEndpoints
{
    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(DevicePages.Path).Requires(AccessRule.Anyone).WithTags("auth").WithOAuthReplies().AddEndpointFilter<RouteGroupBuilder, LoginReplies>();
        group.MapPost("", BeginAsync).WithBodyLimit(LoginFields.BodyLimit).WithName("auth_initiate_device_flow")
            .Describe("Begins the device flow.", route => route
                .Query("client_id", null, "myDIRACClientID", true).Query("scope", null, "vo:local group:local_user", true)
                .Gives(ModelJsonContext.Default.DeviceAuthorization).By(ExampleCaller.Nobody));
        group.MapGet("", (HttpContext context, DevicePages pages, CancellationToken token) => pages.ShowAsync(context, token)).WithName("auth_do_device_flow")
            .Describe("The page where a person confirms a device.", route => route
                .Query("user_code")
                .Gives(200, "A page that asks.", "text/html").By(ExampleCaller.Nobody).CannotBeTried("It is for browsers."));
        group.MapPost("/confirm", (HttpContext context, DevicePages pages, CancellationToken token) => pages.ConfirmAsync(context, token))
            .WithBodyLimit(LoginFields.BodyLimit).WithName("auth_confirm_device_flow")
            .Describe("Takes the answer of that page.", route => route
                .TakesForm("application/x-www-form-urlencoded", new Dictionary<string, string> { ["user_code"] = "text", ["token"] = "text" })
                .Gives(200, "A page.", "text/html").Gives(307, "To the provider.").By(ExampleCaller.Nobody).CannotBeTried("It is for browsers."));
        group.MapGet("/complete", (HttpContext context, DevicePages pages, CancellationToken token) => pages.CompleteAsync(context, token)).WithName("auth_finish_device_flow")
            .Describe("Where the identity provider leads back to.", route => route
                .Query("code").Query("state")
                .Gives(307, "To the last page.").By(ExampleCaller.Nobody).CannotBeTried("It is for identity providers."));
        group.MapGet("/complete/finished", () => LoginPages.Finished()).WithName("auth_finished")
            .Describe("The page that says that the window may be closed.", route => route
                .Gives(200, "The page.", "text/html").By(ExampleCaller.Nobody));
    }

    private static async Task<IResult> BeginAsync(HttpContext context, DeviceLogins logins, PublicAddress address, CancellationToken cancellationToken)
    {
        var fields = await LoginFields.OfAllAsync(context.Request, cancellationToken);
        var asker = context.Connection.RemoteIpAddress?.Plain().ToString() ?? "this machine";
        var reply = await logins.BeginAsync(fields.Need("client_id"), fields.Need("scope"), asker, address.Of(context) + DevicePages.Path, cancellationToken);
        context.Response.Headers.CacheControl = "no-store";
        return ApiResults.Json(reply, ModelJsonContext.Default.DeviceAuthorization);
    }
}
