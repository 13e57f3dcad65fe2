using System.Text.Json;

namespace Dirac.Framework.Providers;

/// <summary>What a provider says a person belongs to: values by claim. Immutable.</summary>
/// <param name="Values">By the claim's name; claims without values are left out.</param>
internal sealed record GroupClaims(IReadOnlyDictionary<string, IReadOnlyList<string>> Values)
{
    /// <summary>Groups of the WLCG profile (INDIGO IAM).</summary>
    public const string Wlcg = "wlcg.groups";

    /// <summary>Groups by name (INDIGO IAM, Keycloak, dex).</summary>
    public const string Plain = "groups";

    /// <summary>Entitlements of AARC (EGI Check-in).</summary>
    public const string Entitlement = "eduperson_entitlement";

    /// <summary>Entitlements as the newer AARC guidelines call them.</summary>
    public const string Entitlements = "entitlements";

    /// <summary>The claims that are looked at.</summary>
    public static readonly IReadOnlyList<string> Names = [Wlcg, Plain, Entitlement, Entitlements];

    /// <summary>Belongs to nothing.</summary>
    public static GroupClaims None { get; } = new(new Dictionary<string, IReadOnlyList<string>>());

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => Values.Count == 0;

    /// <summary>Reads the claims of an ID token or of userinfo.</summary>
    public static GroupClaims Read(JsonElement claims) => new(Names
        .Select(name => (Name: name, Values: ForeignJson.Texts(claims, name)))
        .Where(claim => claim.Values.Count > 0)
        .ToDictionary(claim => claim.Name, claim => claim.Values, StringComparer.Ordinal));

    /// <summary>This, with claims that are missing taken from <paramref name="more"/>.</summary>
    public GroupClaims With(GroupClaims more) => new(Values.Concat(more.Values.Where(claim => !Values.ContainsKey(claim.Key))).ToDictionary(StringComparer.Ordinal));

    /// <summary>The values of one claim.</summary>
    public IReadOnlyList<string> Of(string name) => Values.GetValueOrDefault(name) ?? [];

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", Values.Select(claim => $"{claim.Value.Count} {claim.Key}"));
}
