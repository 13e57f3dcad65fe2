namespace Dirac.Framework.Providers;

/// <summary>What was made of a token that a provider is said to have signed.</summary>
/// <typeparam name="T">What a good one says.</typeparam>
internal abstract record ProviderVerdict<T>
{
    private ProviderVerdict() { }

    /// <summary>It is the provider's, for us, and in time.</summary>
    /// <param name="Said">What it says.</param>
    public sealed record Good(T Said) : ProviderVerdict<T>;

    /// <summary>It names a key that is not known; the provider may have a new one.</summary>
    public sealed record UnknownKey : ProviderVerdict<T>
    {
        private UnknownKey() { }

        /// <summary>The one.</summary>
        public static UnknownKey Instance { get; } = new();
    }

    /// <summary>It is not to be believed.</summary>
    /// <param name="Reason">Why, to follow "… is refused: ".</param>
    public sealed record Refused(string Reason) : ProviderVerdict<T>;
}
