namespace Dirac.Framework.Tokens;

/// <summary>A request for tokens is refused, with the <c>error</c> that programs read and a sentence for people.</summary>
/// <param name="error">One of <see cref="OAuthError"/>.</param>
/// <param name="detail">What is wrong and what to do; nothing that was sent is repeated in it.</param>
/// <param name="status">The HTTP status.</param>
internal sealed class OAuthException(string error, string detail, int status = 400) : Exception(detail)
{
    /// <summary>One of <see cref="OAuthError"/>.</summary>
    public string Error { get; } = error;

    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;
}
