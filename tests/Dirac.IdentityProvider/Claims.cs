using System.Text.Json.Nodes;

namespace Dirac.IdentityProvider;

/// <summary>What is told about a person.</summary>
internal static class Claims
{
    /// <summary>The claims that <paramref name="scope"/> gives, with the subject.</summary>
    public static JsonObject Of(Person person, string scope)
    {
        var scopes = scope.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        var claims = new JsonObject { ["sub"] = person.Subject };
        if (scopes.Contains("profile")) (claims["preferred_username"], claims["name"], claims["groups"]) = (person.UserName, person.Name, Array(person.Groups.Select(group => group.TrimStart('/'))));
        if (scopes.Contains("email") && person.Email.Length > 0) (claims["email"], claims["email_verified"]) = (person.Email, true);
        if (scopes.Contains("wlcg.groups") || scopes.Any(name => name.StartsWith("wlcg.groups:", StringComparison.Ordinal))) claims["wlcg.groups"] = Array(person.Groups);
        if (scopes.Contains("eduperson_entitlement")) claims["eduperson_entitlement"] = Array(person.Entitlements);
        return claims;
    }

    private static JsonArray Array(IEnumerable<string> values) => new([.. values.Select(value => (JsonNode)JsonValue.Create(value))]);
}
