using Dirac.Framework.Login.Browser;
using Dirac.Framework.Login.Flows;
using Dirac.Framework.Login.Pages;
using Dirac.Framework.Login.Redirects;
using Dirac.Framework.Tokens;
using Dirac.Hosting.Configuration;
using Microsoft.AspNetCore.Http;

namespace Dirac.Framework.Login.Code;

/// <summary>A browser's way to a code: the request, the question where one is due, the provider, the client's address.</summary>
internal sealed class AuthorizePages(
    AuthorizationLogins logins, LoginConsent consent, BrowserTickets tickets, CompleteVisit visits, IConfigurationSnapshots snapshots, PublicAddress address)
{
    /// <summary>The address that clients send browsers to.</summary>
    public const string Path = "/api/auth/authorize";

    // The form of DiracX's portal, for one that is served at our own address.
    private const string PortalCallback = "/#authentication-callback";

    /// <summary>Begins a login for a client.</summary>
    public async Task<IResult> BeginAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var fields = LoginFields.OfQuery(context.Request);
        LoginRights.CheckClient(fields.Need("client_id"));
        var kind = Judge(context, fields.Need("redirect_uri"));
        try
        {
            var request = AuthorizeRules.Read(fields);
            var way = consent.NeedWay(request.Scope);
            var flow = await logins.BeginAsync(request, cancellationToken);
            var ticket = tickets.Make(context, FlowKind.Code, flow.FlowId, consent.VoOf(flow.Scope));
            return way == LoginWay.Provider && kind == RedirectKind.Listed && await consent.GoOnAsync(context, ticket, flow.Scope, Path, cancellationToken) is LoginConsent.Step.Visit visit
                ? LoginReplies.GoTo(context, visit.Address)
                : await AskAsync(context, ticket, flow, kind, cancellationToken);
        }
        catch (OAuthException refused) when (LoginReplies.IsBrowser(context.Request))
        {
            return LoginReplies.GoTo(
                context, RedirectTarget.With(fields.Need("redirect_uri"), ("error", refused.Error), ("error_description", refused.Message), ("state", fields.Find("state"))));
        }
    }

    /// <summary>Takes the answer: sends the browser to the provider, or ends the login.</summary>
    public async Task<IResult> ConfirmAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var fields = await LoginFields.OfAllAsync(context.Request, cancellationToken);
        var ticket = tickets.Take(context, fields.Need(LoginPages.TicketField), FlowStepName.Confirm, FlowKind.Code);
        var flow = await NeedAsync(ticket, cancellationToken);
        if (fields.Need(LoginPages.AnswerField) != LoginPages.Allow)
            return LoginPages.GoOn("Refused", await EndAsync(flow, new LoginAnswer.Denied("The person at the browser refused."), cancellationToken));
        return await consent.GoOnAsync(context, ticket, flow.Scope, Path, cancellationToken) switch
        {
            LoginConsent.Step.Visit visit => LoginPages.GoOn("Going to your identity provider", visit.Address),
            LoginConsent.Step.Answered answered => LoginPages.GoOn("Going back to your program", await EndAsync(flow, answered.Answer, cancellationToken)),
            _ => LoginPages.NeedsSession($"{Path}/confirm", tickets.Close(ticket)),
        };
    }

    /// <summary>Takes what the browser brings back from the provider.</summary>
    public async Task<IResult> CompleteAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var fields = LoginFields.OfQuery(context.Request);
        var ticket = tickets.Take(context, fields.Need("state"), FlowStepName.Visit, FlowKind.Code);
        var flow = await NeedAsync(ticket, cancellationToken);
        var answer = await visits.ReadAsync(ticket, consent.Callback(context, Path), flow.Scope, fields, cancellationToken);
        return LoginReplies.GoTo(context, await EndAsync(flow, answer, cancellationToken));
    }

    private RedirectKind Judge(HttpContext context, string redirect)
    {
        var settings = LoginSettings.Read(snapshots.Current.Root);
        return RedirectRules.Judge(redirect, [.. settings.RedirectUris, address.Of(context) + PortalCallback], settings.AllowLoopbackRedirects) is var kind and not RedirectKind.Refused
            ? kind
            : throw new OAuthException(OAuthError.InvalidRequest, "Codes are not sent to that redirect_uri. Administrators allow addresses in RedirectUris of /Systems/Framework/Auth.");
    }

    private async Task<IResult> AskAsync(HttpContext context, FlowTicket ticket, AuthorizationFlow flow, RedirectKind kind, CancellationToken cancellationToken)
    {
        var host = new Uri(flow.RedirectUri).GetLeftPart(UriPartial.Authority);
        return LoginPages.Ask(new ConsentQuestion(
            kind == RedirectKind.Loopback ? "Let a program on this computer log in as you?" : "Let a web page log in as you?",
            [.. consent.FactsOf(flow.Scope), ("It waits at", host)],
            "Allow this only if you have just asked that program to log in. If you do not know where this page comes from, refuse.",
            $"{Path}/confirm",
            tickets.Close(ticket))
        {
            UserName = (await consent.SessionOfAsync(context, ticket.Vo, cancellationToken))?.UserName,
        });
    }

    private async Task<string> EndAsync(AuthorizationFlow flow, LoginAnswer answer, CancellationToken cancellationToken) => await (answer switch
    {
        LoginAnswer.Granted granted => logins.ApproveAsync(flow, granted.Person, cancellationToken),
        LoginAnswer.Denied denied => logins.DenyAsync(flow, OAuthError.AccessDenied, denied.Reason, cancellationToken),
        LoginAnswer.Failed failed => logins.DenyAsync(flow, failed.Error, "The identity provider could not log the person in.", cancellationToken),
        _ => throw new InvalidOperationException($"There is no answer {answer}."),
    }) ?? throw Late();

    private async Task<AuthorizationFlow> NeedAsync(FlowTicket ticket, CancellationToken cancellationToken) => await logins.FindOpenAsync(ticket.Flow, cancellationToken) ?? throw Late();

    private static OAuthException Late() => new(OAuthError.InvalidRequest, "This login was answered before, or took too long. Begin again in your program.");
}
