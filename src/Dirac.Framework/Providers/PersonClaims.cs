using System.Text.Json;

namespace Dirac.Framework.Providers;

/// <summary>What a provider says of a person. Everything but <see cref="Subject"/> may be what the person has chosen.</summary>
/// <param name="Subject">The provider's lasting name for the person.</param>
/// <param name="UserName">The name the person goes by there; null when it is not told.</param>
/// <param name="Name">The name for people; null when it is not told.</param>
/// <param name="Email">The address; null when it is not told or not verified.</param>
/// <param name="Groups">What the person belongs to.</param>
internal sealed record PersonClaims(string Subject, string? UserName, string? Name, string? Email, GroupClaims Groups)
{
    private const int LongestName = 255;

    /// <summary>Reads the claims of an ID token or of userinfo.</summary>
    public static PersonClaims Read(JsonElement claims) => new(
        ForeignJson.Text(claims, "sub", SubjectRules.Longest) ?? "",
        ForeignJson.Text(claims, "preferred_username", LongestName) ?? ForeignJson.Text(claims, "nickname", LongestName),
        ForeignJson.Text(claims, "name", LongestName),
        ForeignJson.Flag(claims, "email_verified") == false ? null : ForeignJson.Text(claims, "email", LongestName),
        GroupClaims.Read(claims));

    /// <summary>This, with what is missing taken from <paramref name="more"/>.</summary>
    public PersonClaims With(PersonClaims more) => new(Subject, UserName ?? more.UserName, Name ?? more.Name, Email ?? more.Email, Groups.With(more.Groups));
}
