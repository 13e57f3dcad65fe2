using Dirac.Framework.Login.Pages;
using Dirac.Framework.Tokens;
using Dirac.Hosting.Access;
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
        group.MapPost("", BeginAsync).WithBodyLimit(LoginFields.BodyLimit).WithName("auth_initiate_device_flow");
        group.MapGet("", (HttpContext context, DevicePages pages, CancellationToken token) => pages.ShowAsync(context, token)).WithName("auth_do_device_flow");
        group.MapPost("/confirm", (HttpContext context, DevicePages pages, CancellationToken token) => pages.ConfirmAsync(context, token))
            .WithBodyLimit(LoginFields.BodyLimit).WithName("auth_confirm_device_flow");
        group.MapGet("/complete", (HttpContext context, DevicePages pages, CancellationToken token) => pages.CompleteAsync(context, token)).WithName("auth_finish_device_flow");
        group.MapGet("/complete/finished", () => LoginPages.Finished()).WithName("auth_finished");
    }

    private static async Task<IResult> BeginAsync(HttpContext context, DeviceLogins logins, PublicAddress address, CancellationToken cancellationToken)
    {
        var fields = await LoginFields.OfAllAsync(context.Request, cancellationToken);
        var asker = context.Connection.RemoteIpAddress?.ToString() ?? "this machine";
        var reply = await logins.BeginAsync(fields.Need("client_id"), fields.Need("scope"), asker, address.Of(context) + DevicePages.Path, cancellationToken);
        context.Response.Headers.CacheControl = "no-store";
        return ApiResults.Json(reply, ModelJsonContext.Default.DeviceAuthorization);
    }
}
