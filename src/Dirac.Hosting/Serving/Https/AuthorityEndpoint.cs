using Dirac.Hosting.Access;
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
        routes.MapGet("/.well-known/dirac-ca.pem", Show).Requires(AccessRule.Anyone).WithTags("well-known").WithName("well-known_get_authority");

    private static IResult Show(HttpContext context, HttpsCertificates certificates)
    {
        var name = context.Features.Get<ITlsHandshakeFeature>()?.HostName;
        var authority = context.Request.IsHttps ? certificates.AuthorityOf(name ?? "", context.Connection.LocalIpAddress) : null;
        return authority is null
            ? throw new DiracException(ErrorCode.NotFound, "This server has no authority of its own.", "Its certificate is signed by one that systems know.")
            : Results.Text(authority.ExportCertificatePem() + "\n", "application/x-pem-file");
    }
}
