using Dirac.Model.Api;

namespace Dirac.Framework.Tokens;

/// <summary>One way to get tokens: a value of <c>grant_type</c> at the token endpoint. Thread-safe.</summary>
internal interface IGrant
{
    /// <summary>The value of <c>grant_type</c> that this is.</summary>
    string Type { get; }

    /// <summary>Gives tokens for what was sent; every code and token that is presented is good once.</summary>
    /// <param name="form">The fields of the request.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="OAuthException">What was sent gives no tokens, or not yet.</exception>
    Task<TokenReply> GrantAsync(TokenForm form, CancellationToken cancellationToken);
}
