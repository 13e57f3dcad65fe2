using System.Text.Json;
using Dirac.Framework.Providers;
using Dirac.Model.Errors;

namespace Dirac.Framework.Accounts;

/// <summary>One page of a list of users (RFC 7644 §3.4.2), as INDIGO IAM writes it.</summary>
/// <param name="Total">How many users there are on all pages.</param>
/// <param name="Resources">How many this page has, understood or not.</param>
/// <param name="Members">Those of them that can be understood.</param>
internal sealed record ScimPage(int Total, int Resources, IReadOnlyList<Member> Members)
{
    private const string IndigoUser = "urn:indigo-dc:scim:schemas:IndigoUser";
    private const int LongestName = 255;

    /// <summary>Reads a page.</summary>
    /// <param name="json">The bytes as they came.</param>
    /// <param name="issuer">Whose it is.</param>
    /// <exception cref="DiracException">Unavailable: it cannot be understood.</exception>
    public static ScimPage Read(ReadOnlyMemory<byte> json, Uri issuer)
    {
        var document = ForeignJson.ReadObject(json, $"The list of users of {issuer}");
        if (ForeignJson.Number(document, "totalResults") is not { } total || total is < 0 or > int.MaxValue)
            throw new DiracException(ErrorCode.Unavailable, $"The list of users of {issuer} does not say how many there are.", "Is scim_url the address of a SCIM list of users?");
        var resources = ForeignJson.Objects(document, "Resources").ToList();
        return new ScimPage((int)total, resources.Count, [.. resources.Select(ReadMember).OfType<Member>()]);
    }

    private static Member? ReadMember(JsonElement user)
    {
        if (ForeignJson.Text(user, "id", SubjectRules.Longest) is not { } subject || !SubjectRules.IsGood(subject)) return null;
        return new Member(
            subject,
            Nickname(user) ?? ForeignJson.Text(user, "userName", LongestName),
            EmailOf(user)?.ToLowerInvariant(),
            ForeignJson.Flag(user, "active") ?? true,
            GroupsOf(user));
    }

    // DIRAC takes the attribute nickname, where a VO has given its members one.
    private static string? Nickname(JsonElement user) => user.TryGetProperty(IndigoUser, out var extension) && extension.ValueKind == JsonValueKind.Object
        ? ForeignJson.Objects(extension, "attributes").Where(attribute => ForeignJson.Text(attribute, "name") == "nickname").Select(attribute => ForeignJson.Text(attribute, "value", LongestName)).FirstOrDefault()
        : null;

    private static string? EmailOf(JsonElement user) => ForeignJson.Objects(user, "emails")
        .OrderByDescending(email => ForeignJson.Flag(email, "primary") == true)
        .Select(email => ForeignJson.Text(email, "value", LongestName))
        .FirstOrDefault();

    private static GroupClaims GroupsOf(JsonElement user)
    {
        var names = ForeignJson.Objects(user, "groups").Select(group => ForeignJson.Text(group, "display")).OfType<string>().ToList();
        return names.Count == 0
            ? GroupClaims.None
            : new GroupClaims(new Dictionary<string, IReadOnlyList<string>> { [GroupClaims.Plain] = names, [GroupClaims.Wlcg] = [.. names.Select(name => "/" + name.TrimStart('/'))] });
    }
}
