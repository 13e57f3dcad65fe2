using Dirac.Model.Api;
using Dirac.Security.Identities;

namespace Dirac.Security.Tokens;

/// <summary>A token just made. <see cref="ToString"/> does not show it.</summary>
/// <param name="Value">The JWT.</param>
/// <param name="Caller">Whom it stands for.</param>
/// <param name="Lifetime">How long it is good from now.</param>
public sealed record IssuedToken(string Value, Caller Caller, TimeSpan Lifetime)
{
    /// <summary>The reply that hands it out.</summary>
    public TokenReply ToReply() => new(Value, (int)Lifetime.TotalSeconds);

    /// <summary>The token's number, never the token.</summary>
    public override string ToString() => $"token {Caller.TokenId} of {Caller.Subject}";
}
