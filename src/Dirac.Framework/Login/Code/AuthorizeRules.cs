using Dirac.Framework.Login.Flows;
using Dirac.Framework.Tokens;

namespace Dirac.Framework.Login.Code;

/// <summary>Reads a request to the authorize address (RFC 6749 §4.1.1, RFC 7636 §4.3). Pure.</summary>
internal static class AuthorizeRules
{
    private const int LongestState = 2048;

    /// <summary>The request, once client and address are known to be good.</summary>
    /// <param name="fields">What was sent; an unknown field such as a nonce is left alone.</param>
    /// <exception cref="OAuthException">What the client is told.</exception>
    public static AuthorizationRequest Read(LoginFields fields)
    {
        if (fields.Need("response_type") != "code") throw new OAuthException(OAuthError.UnsupportedResponseType, "The only response_type is code.");
        var challenge = fields.Find("code_challenge") ?? throw Wrong("A code_challenge is needed (PKCE, RFC 7636).");
        // Left out it would mean plain, RFC 7636 §4.3.
        if (fields.Find("code_challenge_method") != CodeChallenge.Method) throw Wrong("The only code_challenge_method is S256.");
        if (!CodeChallenge.IsWellFormed(challenge)) throw Wrong("The code_challenge is not a SHA-256 in base64url, 43 characters without padding.");
        var state = fields.Find("state");
        if (state?.Length > LongestState) throw Wrong($"The state is longer than {LongestState} characters.");
        return new AuthorizationRequest(fields.Need("client_id"), fields.Need("redirect_uri"), fields.Need("scope"), challenge, state);
    }

    private static OAuthException Wrong(string detail) => new(OAuthError.InvalidRequest, detail);
}
