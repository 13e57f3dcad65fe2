namespace Dirac.Framework.Accounts;

/// <summary>What a provider said of a user's groups at the last login or synchronisation.</summary>
internal sealed record GroupClaimsRow
{
    public string Vo { get; init; } = "";

    public string UserName { get; init; } = "";

    /// <summary>Of whom it was said.</summary>
    public string Subject { get; init; } = "";

    /// <summary>The claims, as JSON.</summary>
    public string Claims { get; init; } = "";

    public long SeenMs { get; init; }
}
