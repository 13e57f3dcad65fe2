using Dirac.Model.Api;

namespace Dirac.Client.Identity;

/// <summary>What a server answers to one who asks for tokens.</summary>
public abstract record TokenAnswer
{
    private TokenAnswer()
    {
    }

    /// <summary>Here they are.</summary>
    /// <param name="Tokens">The tokens.</param>
    public sealed record Granted(TokenReply Tokens) : TokenAnswer
    {
        /// <inheritdoc/>
        public override string ToString() => "granted";
    }

    /// <summary>None, or not yet.</summary>
    /// <param name="Error">For programs: a value of <c>error</c> (RFC 6749 §5.2, RFC 8628 §3.5); empty when the server gave none.</param>
    /// <param name="Detail">For people.</param>
    public sealed record Refused(string Error, string Detail) : TokenAnswer;
}
