using Dirac.Framework.Login.Flows;
using Dirac.Framework.Tokens;
using Dirac.Model.Api;
using Microsoft.Extensions.Logging;

namespace Dirac.Framework.Login;

/// <summary>Ends a login: tokens for who has logged in, by what the registry says now, and the end of tokens that a code gave which came twice.</summary>
internal sealed partial class GiveTokens(LoginRights rights, IssueTokens issue, ILogger<GiveTokens> logger)
{
    /// <summary>Gives tokens once the code is used up.</summary>
    /// <param name="login">Whose login it is.</param>
    /// <param name="isAlive">Asks again whether the code has come but once.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="OAuthException">access_denied: the person may not have it any more; invalid_grant: the code came twice at once.</exception>
    public async Task<TokenReply> GiveAsync(FinishedLogin login, Func<CancellationToken, Task<bool>> isAlive, CancellationToken cancellationToken)
    {
        var reply = await issue.BeginAsync(await rights.NeedAsync(login.Scope, login.Person, cancellationToken), login.Scope, login.FlowId, cancellationToken);
        // Whoever came second while these tokens were made found nothing to revoke.
        return await isAlive(cancellationToken) ? reply : throw await RefuseAsync(FlowRefusal.UsedTwice, login, null, cancellationToken);
    }

    /// <summary>The error for a code that gives nothing; revokes what a code that comes twice has given.</summary>
    /// <param name="refusal">Why.</param>
    /// <param name="login">Whose login it was; null when nobody has logged in.</param>
    /// <param name="reason">Why it was denied; null otherwise.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<OAuthException> RefuseAsync(FlowRefusal refusal, FinishedLogin? login, string? reason, CancellationToken cancellationToken)
    {
        if (refusal == FlowRefusal.Unproven) LogUnproven();
        if (refusal == FlowRefusal.UsedTwice && login is not null)
        {
            var ended = await issue.EndAsync(rights.Anybody(login.Scope, login.Person), login.FlowId, cancellationToken);
            LogUsedTwice(login.Person.UserName, ended);
        }

        return Explain(refusal, reason);
    }

    private static OAuthException Explain(FlowRefusal refusal, string? reason) => refusal switch
    {
        FlowRefusal.StillPending => new(OAuthError.AuthorizationPending, "The person has not logged in yet."),
        FlowRefusal.Expired => new(OAuthError.ExpiredToken, "This login took too long. Begin again."),
        FlowRefusal.Denied => new(OAuthError.AccessDenied, reason ?? "The login was refused."),
        FlowRefusal.Unproven => new(OAuthError.InvalidGrant, "What came with the code does not belong to it. The code is void now: begin again."),
        FlowRefusal.UsedTwice => new(OAuthError.InvalidGrant, "This code was used before. Because it came twice, the tokens it gave are revoked: begin again."),
        _ => new(OAuthError.InvalidGrant, "This code gives no tokens any more. Begin again."),
    };

    [LoggerMessage(5745, LogLevel.Warning, "A code of {User} came twice: somebody may have stolen it. {Ended} refresh tokens that it gave are revoked.")]
    private partial void LogUsedTwice(string user, int ended);

    [LoggerMessage(5746, LogLevel.Warning, "A code came with another verifier, address or client than it was made for, and is void now")]
    private partial void LogUnproven();
}
