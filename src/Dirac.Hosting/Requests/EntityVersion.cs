using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Dirac.Hosting.Requests;

/// <summary>The version of something that is served again and again, for conditional requests.</summary>
/// <param name="Tag">Changes with the content; without quotes.</param>
/// <param name="LastModified">When the content last changed, UTC.</param>
public sealed record EntityVersion(string Tag, DateTimeOffset LastModified)
{
    /// <summary>Whether the client of <paramref name="request"/> needs nothing new.</summary>
    /// <remarks>
    /// That is so when it has this very version, its tag quoted or not, or when what it has is newer than ours: two servers that
    /// load a change at different times would otherwise make a client flip back and forth.
    /// </remarks>
    public bool SatisfiesCondition(HttpRequest request)
    {
        var tags = request.Headers.IfNoneMatch;
        if (tags.SelectMany(value => value?.Split(',') ?? []).Any(Matches))
            return true;
        if (!DateTimeOffset.TryParse(request.Headers.IfModifiedSince, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since))
            return false;

        var ours = DateTimeOffset.FromUnixTimeSeconds(LastModified.ToUnixTimeSeconds());
        return since > ours || (since == ours && tags.Count == 0);
    }

    /// <summary>Writes the version into <paramref name="response"/>.</summary>
    public void WriteTo(HttpResponse response)
    {
        response.Headers.ETag = $"\"{Tag}\"";
        response.Headers.LastModified = LastModified.UtcDateTime.ToString("R", CultureInfo.InvariantCulture);
    }

    private bool Matches(string candidate)
    {
        var bare = candidate.Trim();
        if (bare == "*")
            return true;
        if (bare.StartsWith("W/", StringComparison.Ordinal))
            bare = bare[2..];
        return bare.Trim('"') == Tag;
    }
}
