using Dirac.Hosting.Access;
using Dirac.Hosting.OpenApi;
using Dirac.Model.Errors;
using Dirac.Security.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dirac.Hosting.Serving.Https;

/// <summary>Shows the authority behind the certificate to those who meet the server for the first time: they compare its fingerprint before they trust it.</summary>
internal static class AuthorityEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/.well-known/dirac-ca.pem", Show).Requires(AccessRule.Anyone).WithTags("well-known").WithName("well-known_get_authority")
            .Describe("The authority behind the server's certificate, if that is its own: for programs that meet it for the first time.", route => route
                .Gives(200, "The certificate.", "application/x-pem-file").Refuses(404, "The server's certificate is signed by somebody else.").By(ExampleCaller.Nobody));

    private static IResult Show(HttpContext context, HttpsCertificates certificates)
    {
        var name = context.Features.Get<ITlsHandshakeFeature>()?.HostName;
        var authority = context.Request.IsHttps ? certificates.AuthorityOf(name ?? "", context.Connection.LocalIpAddress) : null;
        return authority is null
            ? throw new DiracException(ErrorCode.NotFound, "This server has no authority of its own.", "Its certificate is signed by one that systems know.")
            : Results.Text(authority.ExportCertificatePem() + "\n", "application/x-pem-file");
    }
}
