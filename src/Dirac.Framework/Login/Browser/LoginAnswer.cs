namespace Dirac.Framework.Login.Browser;

/// <summary>What a visit to a provider, or a session, comes to for one login.</summary>
internal abstract record LoginAnswer
{
    private LoginAnswer() { }

    /// <summary>A person who may have what is asked for.</summary>
    /// <param name="Person">Who it is.</param>
    public sealed record Granted(LoginPerson Person) : LoginAnswer;

    /// <summary>Nobody, or a person who may not.</summary>
    /// <param name="Reason">A sentence for the person.</param>
    public sealed record Denied(string Reason) : LoginAnswer;

    /// <summary>The provider had trouble; another try may help.</summary>
    /// <param name="Error">What the client is told: one of <see cref="Tokens.OAuthError"/>.</param>
    public sealed record Failed(string Error) : LoginAnswer;
}
