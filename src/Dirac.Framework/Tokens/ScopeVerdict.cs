namespace Dirac.Framework.Tokens;

/// <summary>Whether scopes are understood: <see cref="Accepted"/> or <see cref="Refused"/>.</summary>
internal abstract record ScopeVerdict
{
    private ScopeVerdict() { }

    /// <summary>They are.</summary>
    /// <param name="Scopes">What they ask for.</param>
    public sealed record Accepted(TokenScopes Scopes) : ScopeVerdict;

    /// <summary>They are not: <c>invalid_scope</c>.</summary>
    /// <param name="Reason">A sentence that repeats nothing of what was sent.</param>
    public sealed record Refused(string Reason) : ScopeVerdict;
}
