using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dirac.IdentityProvider;

/// <summary>Userinfo, and the list of users in the shape of SCIM (RFC 7644) as INDIGO IAM gives it.</summary>
internal static class UserEndpoints
{
    private const string Bearer = "Bearer ";

    public static void Map(IEndpointRouteBuilder routes, TestIdentityProvider provider)
    {
        routes.MapGet(provider.Settings.Path + "/userinfo", context => ShowAsync(context, provider));
        routes.MapGet(provider.Settings.Path + "/scim/Users", context => ListAsync(context, provider));
    }

    private static Task ShowAsync(HttpContext context, TestIdentityProvider provider)
    {
        if (TokenOf(context, provider) is not ({ } person, var scope)) return RefuseAsync(context, provider);
        var claims = Claims.Of(person, scope);
        if (provider.Misbehaviour.HasFlag(Misbehaviour.SubjectMismatch)) claims["sub"] = "somebody-else";
        return Answers.WriteAsync(context, provider, claims);
    }

    private static Task ListAsync(HttpContext context, TestIdentityProvider provider)
    {
        if (TokenOf(context, provider) is not var (_, scope) || !scope.Split(' ').Contains("scim:read")) return RefuseAsync(context, provider);
        var people = provider.People;
        var first = Math.Max(1, Number(context, "startIndex") ?? 1);
        var page = people.Skip(first - 1).Take(Math.Min(Number(context, "count") ?? int.MaxValue, provider.Settings.ScimPage)).ToList();
        return Answers.WriteAsync(context, provider, new JsonObject
        {
            ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:ListResponse"),
            ["totalResults"] = people.Count + Invented(provider.Misbehaviour),
            ["startIndex"] = first,
            ["itemsPerPage"] = page.Count,
            ["Resources"] = new JsonArray([.. page.Select(Describe)]),
        });
    }

    private static JsonNode Describe(Person person)
    {
        var groups = person.Groups.Select(group => (JsonNode)new JsonObject { ["display"] = group.TrimStart('/'), ["value"] = group });
        var user = new JsonObject
        {
            ["id"] = person.Subject, ["userName"] = person.UserName, ["displayName"] = person.Name, ["active"] = person.Active, ["groups"] = new JsonArray([.. groups]),
        };
        if (person.Email.Length > 0) user["emails"] = new JsonArray(new JsonObject { ["value"] = person.Email, ["primary"] = true });
        return user;
    }

    private static (Person? Person, string Scope)? TokenOf(HttpContext context, TestIdentityProvider provider) =>
        context.Request.Headers.Authorization is [{ } header] && header.StartsWith(Bearer, StringComparison.Ordinal) ? provider.Grants.Find(header[Bearer.Length..]) : null;

    private static int? Number(HttpContext context, string name) =>
        int.TryParse(context.Request.Query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static Task RefuseAsync(HttpContext context, TestIdentityProvider provider)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Answers.RefuseAsync(context, provider, "invalid_token", "The token is not good for this.", StatusCodes.Status401Unauthorized);
    }

    private static int Invented(Misbehaviour wrong) => wrong.HasFlag(Misbehaviour.ScimTooMany) ? 200_000 : wrong.HasFlag(Misbehaviour.ScimForever) ? 1 : 0;
}
