using System.Text.Json.Serialization;

namespace Dirac.Framework.Tokens;

/// <summary>A refresh token as its owner sees it; names as in DiracX.</summary>
/// <param name="Id">Its number, by which it is revoked.</param>
/// <param name="Status">Always CREATED: others are not shown.</param>
/// <param name="Scope">The scope of its login.</param>
/// <param name="Subject"><c>vo:subject</c>.</param>
/// <param name="UserName">DIRAC user name.</param>
/// <param name="IsLegacy">Whether a DIRAC server got it.</param>
/// <param name="CreationTime">When it was made, UTC.</param>
/// <param name="ExpirationTime">When it ends, UTC.</param>
internal sealed record RefreshTokenInfo(
    [property: JsonPropertyName("JTI")] string Id,
    [property: JsonPropertyName("Status")] string Status,
    [property: JsonPropertyName("Scope")] string Scope,
    [property: JsonPropertyName("Sub")] string Subject,
    [property: JsonPropertyName("UserName")] string UserName,
    [property: JsonPropertyName("LegacyExchange")] bool IsLegacy,
    [property: JsonPropertyName("CreationTime")] DateTime CreationTime,
    [property: JsonPropertyName("ExpirationTime")] DateTime ExpirationTime)
{
    /// <summary>What is shown of a row.</summary>
    public static RefreshTokenInfo Of(RefreshTokenRow row) =>
        new(row.JTI, row.Status, row.Scope, row.Sub, row.UserName, row.IsLegacy, row.CreationTime, row.ExpirationTime);
}
