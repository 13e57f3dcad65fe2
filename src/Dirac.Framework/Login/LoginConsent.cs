using Dirac.Framework.Login.Browser;
using Microsoft.AspNetCore.Http;

namespace Dirac.Framework.Login;

/// <summary>What both flows do with a person's browser: the facts shown, and the way on after "allow".</summary>
internal sealed class LoginConsent(LoginWays ways, LocalSession sessions, VisitProvider visit, LoginRights rights, PublicAddress address)
{
    /// <summary>The VO that a scope names.</summary>
    /// <exception cref="Tokens.OAuthException">invalid_scope: it cannot be asked for.</exception>
    public string VoOf(string scope) => rights.Read(scope).Vo;

    /// <summary>How the people of the VO that a scope names log in.</summary>
    /// <exception cref="Tokens.OAuthException">invalid_scope: it cannot be asked for, or nobody can log in.</exception>
    public LoginWay NeedWay(string scope) => ways.Need(VoOf(scope));

    /// <summary>What is asked for, in words.</summary>
    public IReadOnlyList<(string Name, string Value)> FactsOf(string scope)
    {
        var wish = rights.Read(scope);
        List<(string, string)> facts = [("Virtual organisation", wish.Vo), ("Group", wish.Group ?? "your default one")];
        if (wish.Properties.Count > 0) facts.Add(("Further properties", string.Join(", ", wish.Properties)));
        return facts;
    }

    /// <summary>Who is logged in here already, where that is the login of <paramref name="vo"/>.</summary>
    public async Task<LoginPerson?> SessionOfAsync(HttpContext context, string vo, CancellationToken cancellationToken) =>
        ways.Of(vo) == LoginWay.Local ? await sessions.FindAsync(context, vo, cancellationToken) : null;

    /// <summary>Our address that a provider sends the browser back to.</summary>
    /// <param name="context">The request.</param>
    /// <param name="path">The path of the flow.</param>
    public Uri Callback(HttpContext context, string path) => new($"{address.Of(context)}{path}/complete");

    /// <summary>The way on after "allow".</summary>
    /// <param name="context">The request.</param>
    /// <param name="ticket">The login.</param>
    /// <param name="scope">What is asked for.</param>
    /// <param name="path">The path of the flow.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="Dirac.Model.Errors.DiracException">Unavailable, BadConfiguration: the provider cannot be used.</exception>
    public async Task<Step> GoOnAsync(HttpContext context, FlowTicket ticket, string scope, string path, CancellationToken cancellationToken)
    {
        if (ways.Need(ticket.Vo) == LoginWay.Provider) return new Step.Visit(await visit.BeginAsync(ticket, Callback(context, path), cancellationToken));
        return await sessions.FindAsync(context, ticket.Vo, cancellationToken) is { } person
            ? new Step.Answered(await rights.DecideAsync(scope, person, cancellationToken))
            : new Step.NoSession();
    }

    /// <summary>The way on.</summary>
    internal abstract record Step
    {
        private Step() { }

        /// <summary>To the provider.</summary>
        /// <param name="Address">Its address.</param>
        public sealed record Visit(string Address) : Step;

        /// <summary>The browser's session has answered.</summary>
        /// <param name="Answer">What it comes to.</param>
        public sealed record Answered(LoginAnswer Answer) : Step;

        /// <summary>The browser needs a session first.</summary>
        public sealed record NoSession : Step;
    }
}
