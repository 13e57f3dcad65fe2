using Dirac.Framework.Providers;
using Dirac.Framework.Tokens;
using Microsoft.Extensions.Logging;

namespace Dirac.Framework.Login.Browser;

/// <summary>Reads what a browser brings back from a provider, and decides by the registry.</summary>
internal sealed partial class CompleteVisit(VisitProvider visit, LoginRights rights, ILogger<CompleteVisit> logger)
{
    /// <summary>What it comes to. Whatever the provider writes to people is not repeated: anybody can put words into that address.</summary>
    /// <param name="ticket">The ticket that came back.</param>
    /// <param name="callback">Our address that the browser came back to.</param>
    /// <param name="scope">What is asked for.</param>
    /// <param name="fields">What it brought.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="OAuthException">invalid_request: neither code nor error.</exception>
    /// <exception cref="Dirac.Model.Errors.DiracException">Unavailable: the provider does not answer.</exception>
    public async Task<LoginAnswer> ReadAsync(FlowTicket ticket, Uri callback, string scope, LoginFields fields, CancellationToken cancellationToken)
    {
        if (fields.Find("error") is { } error) return Translate(error, ticket.Vo);
        return await visit.CompleteAsync(ticket, callback, fields.Need("state"), fields.Need("code"), cancellationToken) switch
        {
            ProviderAnswer.Known known => await rights.DecideAsync(scope, new LoginPerson(known.UserName, known.Subject), cancellationToken),
            ProviderAnswer.Unknown unknown => new LoginAnswer.Denied(unknown.Message),
            ProviderAnswer.Refused refused => new LoginAnswer.Denied(refused.Reason),
            var other => throw new InvalidOperationException($"There is no answer {other}."),
        };
    }

    private LoginAnswer Translate(string error, string vo)
    {
        if (error == OAuthError.AccessDenied) return new LoginAnswer.Denied("The login at the identity provider was refused.");
        var known = error == OAuthError.TemporarilyUnavailable ? error : OAuthError.ServerError;
        LogTrouble(vo, known);
        return new LoginAnswer.Failed(known);
    }

    [LoggerMessage(5749, LogLevel.Warning, "The identity provider of {Vo} sent a browser back with an error, told to clients as {Error}")]
    private partial void LogTrouble(string vo, string error);
}
