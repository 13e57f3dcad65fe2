namespace Dirac.Framework.Providers.AccessTokens;

/// <summary>What an access token of a provider is worth.</summary>
internal abstract record ForeignVerdict
{
    private ForeignVerdict() { }

    /// <summary>It is the provider's, for us, and in time.</summary>
    /// <param name="Token">What it says.</param>
    public sealed record Good(ForeignToken Token) : ForeignVerdict;

    /// <summary>It names a key that is not known; the provider may have a new one.</summary>
    public sealed record UnknownKey : ForeignVerdict
    {
        private UnknownKey() { }

        /// <summary>The one.</summary>
        public static UnknownKey Instance { get; } = new();
    }

    /// <summary>It is not to be believed.</summary>
    /// <param name="Reason">Why, to follow "a token is refused: ".</param>
    public sealed record Refused(string Reason) : ForeignVerdict;
}
