namespace Dirac.Security.Tokens;

/// <summary>What this installation's tokens look like.</summary>
/// <param name="Issuer">The <c>iss</c> claim: the server's public address.</param>
public sealed record TokenOptions(string Issuer)
{
    /// <summary>How long a user's access token is good; 20 minutes.</summary>
    public TimeSpan UserLifetime { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>How long a pilot's token is good; one hour.</summary>
    public TimeSpan PilotLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a payload's token is good while its job runs; 20 minutes. Its rights are decided anew with every new one.</summary>
    public TimeSpan PayloadLifetime { get; init; } = TimeSpan.FromMinutes(20);
}
