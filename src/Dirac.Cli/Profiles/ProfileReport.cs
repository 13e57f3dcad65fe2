using System.Text.Json.Serialization;
using Dirac.Client.Identity.Kept;

namespace Dirac.Cli.Profiles;

/// <summary>A profile as commands show it: no token in it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Url">The server.</param>
/// <param name="Vo">The VO.</param>
/// <param name="Group">The group.</param>
/// <param name="InUse">Whether commands that name none use it.</param>
/// <param name="Fingerprint">SHA-256 that the server is known by; null trusts the system's authorities.</param>
/// <param name="Trust">What the fingerprint is of: <c>authority</c>, <c>key</c>, or <c>system</c> without one.</param>
/// <param name="LoginEnds">Until when the login lasts without anybody using it; null when nobody is logged in.</param>
internal sealed record ProfileReport(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("url")] string Url,
    [property: JsonPropertyName("vo")] string? Vo,
    [property: JsonPropertyName("group")] string? Group,
    [property: JsonPropertyName("in_use")] bool InUse,
    [property: JsonPropertyName("trust")] string Trust,
    [property: JsonPropertyName("sha256")] string? Fingerprint,
    [property: JsonPropertyName("login_ends")] DateTimeOffset? LoginEnds)
{
    /// <summary>Describes a profile.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="inUse">Whether it is in use.</param>
    /// <param name="tokens">Its tokens, if there are any.</param>
    /// <param name="now">The time.</param>
    public static ProfileReport Of(Profile profile, bool inUse, KeptTokens? tokens, DateTimeOffset now) => new(
        profile.Name, profile.Url, profile.Vo, profile.Group, inUse, profile.Pin is null ? "system" : profile.Pin.Authority is null ? "key" : "authority", profile.Pin?.Sha256, End(tokens, now));

    private static DateTimeOffset? End(KeptTokens? tokens, DateTimeOffset now)
    {
        if (tokens is null) return null;
        var end = tokens.RenewalBegan is null && tokens.RefreshEnds is { } later && later > tokens.AccessEnds ? later : tokens.AccessEnds;
        return end > now ? end : null;
    }
}
