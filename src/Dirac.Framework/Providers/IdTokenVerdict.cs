using System.Text.Json;

namespace Dirac.Framework.Providers;

/// <summary>What was made of an ID token.</summary>
internal abstract record IdTokenVerdict
{
    private IdTokenVerdict() { }

    /// <summary>It is the provider's, for us, for this login, and in time.</summary>
    /// <param name="Claims">What it says.</param>
    public sealed record Good(JsonElement Claims) : IdTokenVerdict;

    /// <summary>It names a key that is not known; the provider may have a new one.</summary>
    public sealed record UnknownKey : IdTokenVerdict
    {
        private UnknownKey() { }

        /// <summary>The one.</summary>
        public static UnknownKey Instance { get; } = new();
    }

    /// <summary>It is not to be believed.</summary>
    /// <param name="Reason">Why, to follow "the ID token is refused: ".</param>
    public sealed record Refused(string Reason) : IdTokenVerdict;
}
