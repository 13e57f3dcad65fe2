using System.Globalization;
using Dirac.Hosting.Access;
using Dirac.Hosting.Configuration;
using Dirac.Hosting.Requests;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Security.Identities;
using Dirac.Security.Policies;
using Dirac.Security.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dirac.Hosting.Identity;

/// <summary>What a client may know before it logs in.</summary>
internal static class WellKnownEndpoints
{
    private const int SecurityTextDays = 90;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/.well-known").Requires(AccessRule.Anyone).WithTags("well-known");
        group.MapGet("/openid-configuration", ShowOpenId).WithName("well-known_get_openid_configuration");
        group.MapGet("/jwks.json", (KeyRing keys) => Results.Bytes(keys.Current.PublicKeySet, "application/json")).WithName("well-known_get_jwks");
        group.MapGet("/dirac-metadata", ShowMetadata).WithName("well-known_get_installation_metadata");
        group.MapGet("/security.txt", ShowSecurityText).WithName("well-known_get_security_txt");
    }

    private static IResult ShowOpenId(HostingOptions options, IConfigurationSnapshots snapshots)
    {
        var url = options.PublicUrl;
        var registry = snapshots.Current.Registry;
        var configuration = new OpenIdConfiguration
        {
            Issuer = url,
            TokenEndpoint = url + "/api/auth/token",
            UserInfoEndpoint = url + "/api/auth/userinfo",
            AuthorizationEndpoint = url + "/api/auth/authorize",
            DeviceAuthorizationEndpoint = url + "/api/auth/device",
            RevocationEndpoint = url + "/api/auth/revoke",
            JwksUri = url + "/.well-known/jwks.json",
            // Honest: local login is no OAuth grant, and no other login is offered by this server.
            GrantTypesSupported = [],
            ScopesSupported = [.. registry.Vos.Select(vo => "vo:" + vo), .. registry.Groups.Select(group => "group:" + group)],
        };
        return ApiResults.Json(configuration, ModelJsonContext.Default.OpenIdConfiguration);
    }

    private static IResult ShowMetadata(IConfigurationSnapshots snapshots)
    {
        var registry = snapshots.Current.Registry;
        var metadata = new DiracMetadata(registry.Vos.ToDictionary(vo => vo, vo => Describe(registry, vo), StringComparer.Ordinal));
        return ApiResults.Json(metadata, ModelJsonContext.Default.DiracMetadata);
    }

    private static VoMetadata Describe(Registry registry, string vo) => new(
        registry.GroupsOfVo(vo).ToDictionary(group => group, group => new GroupMetadata([.. registry.PropertiesOf(group).Order(StringComparer.Ordinal)]), StringComparer.Ordinal),
        new SupportMetadata(
            registry.VoOption(vo, "Support/Message") ?? "Ask your VO's administrators.",
            registry.VoOption(vo, "Support/Webpage"),
            registry.VoOption(vo, "Support/Email")),
        registry.DefaultGroupOfVo(vo) ?? "");

    private static IResult ShowSecurityText(IConfigurationSnapshots snapshots, TimeProvider clock)
    {
        var contact = snapshots.Current.Root.GetOption("/DIRAC/Security/Contact") is { Length: > 0 } found
            ? found
            : throw new DiracException(ErrorCode.NotFound, "No security contact is configured.", "Administrators set it in /DIRAC/Security/Contact.");
        var expires = clock.GetUtcNow().AddDays(SecurityTextDays).UtcDateTime.ToString("yyyy-MM-dd'T'00:00:00'Z'", CultureInfo.InvariantCulture);
        return Results.Text($"Contact: {contact}\nExpires: {expires}\n", "text/plain; charset=utf-8");
    }
}
