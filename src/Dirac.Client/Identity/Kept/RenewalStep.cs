namespace Dirac.Client.Identity.Kept;

/// <summary>What to do with kept tokens.</summary>
internal abstract record RenewalStep
{
    private RenewalStep()
    {
    }

    /// <summary>Use this access token.</summary>
    public sealed record Use(string AccessToken) : RenewalStep
    {
        public override string ToString() => "use";
    }

    /// <summary>Send this refresh token, once.</summary>
    public sealed record Renew(string RefreshToken) : RenewalStep
    {
        public override string ToString() => "renew";
    }

    /// <summary>Only a person can help.</summary>
    /// <param name="Reason">Why the login is over, as the end of a sentence.</param>
    public sealed record LogInAgain(string Reason) : RenewalStep;
}
