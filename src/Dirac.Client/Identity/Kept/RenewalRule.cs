namespace Dirac.Client.Identity.Kept;

/// <summary>What to do with kept tokens when one is needed. Pure.</summary>
internal static class RenewalRule
{
    // So long before its end an access token is renewed, or in the last quarter of a short life.
    private const int MarginSeconds = 60;
    private const int Quarter = 4;

    /// <summary>Decides.</summary>
    /// <param name="kept">What is in the file; null when there is none.</param>
    /// <param name="rejected">A token that the server has refused, or null.</param>
    /// <param name="now">The time.</param>
    public static RenewalStep Decide(KeptTokens? kept, string? rejected, DateTimeOffset now)
    {
        if (kept is null) return new RenewalStep.LogInAgain("there is none");
        if (kept.AccessToken != rejected && now < kept.AccessEnds.AddSeconds(-Math.Min(MarginSeconds, kept.ExpiresIn / Quarter))) return new RenewalStep.Use(kept.AccessToken);
        if (Obstacle(kept, now) is not { } obstacle) return new RenewalStep.Renew(kept.RefreshToken!);
        return kept.AccessToken != rejected && now < kept.AccessEnds ? new RenewalStep.Use(kept.AccessToken) : new RenewalStep.LogInAgain(obstacle);
    }

    private static string? Obstacle(KeptTokens kept, DateTimeOffset now)
    {
        if (kept.RefreshToken is null) return "it has expired";
        if (kept.RenewalBegan is { } began) return $"it was being renewed at {DateTimeOffset.FromUnixTimeSeconds(began):u}, and the server's answer was lost";
        return kept.RefreshEnds is { } end && now >= end ? $"it expired at {end:u}" : null;
    }
}
