using System.Globalization;
using Dirac.Framework.Login.Browser;
using Dirac.Framework.Login.Flows;
using Dirac.Framework.Login.Pages;
using Dirac.Framework.Tokens;
using Dirac.Model.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Dirac.Framework.Login.Device;

/// <summary>A person's way to let a device log in: the code, the question, the provider, the end.</summary>
internal sealed partial class DevicePages(
    DeviceLogins logins, LoginConsent consent, BrowserTickets tickets, CompleteVisit visits, CodeGuesses guesses, TimeProvider clock, ILogger<DevicePages> logger)
{
    /// <summary>The address of the first page.</summary>
    public const string Path = "/api/auth/device";

    /// <summary>Asks for the code, or whether its device may log in.</summary>
    public async Task<IResult> ShowAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var typed = LoginFields.OfQuery(context.Request).Find("user_code");
        if (typed is null) return LoginPages.EnterCode();
        if (await FindAsync(context, typed, cancellationToken) is not { } flow) return Unknown(context.Request);
        var ticket = tickets.Make(context, FlowKind.Device, flow.UserCode, consent.VoOf(flow.Scope));
        return LoginPages.Ask(new ConsentQuestion(
            "Let a program log in as you?",
            [.. consent.FactsOf(flow.Scope), ("Asked for", $"from {flow.Asker}, {Ago(clock.GetUtcNow().UtcDateTime - flow.CreatedAt)}")],
            "Allow this only if you have just started that program yourself. If somebody has sent you the code or the link, refuse: they would act as you.",
            $"{Path}/confirm",
            tickets.Close(ticket))
        {
            Code = UserCode.Show(flow.UserCode),
            UserName = (await consent.SessionOfAsync(context, ticket.Vo, cancellationToken))?.UserName,
        });
    }

    /// <summary>Takes the answer: sends the browser to the provider, or ends the login.</summary>
    public async Task<IResult> ConfirmAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var fields = await LoginFields.OfAllAsync(context.Request, cancellationToken);
        var ticket = tickets.Take(context, fields.Need(LoginPages.TicketField), FlowStepName.Confirm, FlowKind.Device);
        var flow = await NeedAsync(ticket, cancellationToken);
        if (fields.Need(LoginPages.AnswerField) != LoginPages.Allow)
        {
            await logins.DenyAsync(flow.UserCode, "The person at the browser refused.", cancellationToken);
            return LoginPages.Refused();
        }

        return await consent.GoOnAsync(context, ticket, flow.Scope, Path, cancellationToken) switch
        {
            LoginConsent.Step.Visit visit => LoginPages.GoOn("Going to your identity provider", visit.Address),
            LoginConsent.Step.Answered answered => await EndAsync(flow, answered.Answer, LoginPages.Finished(), cancellationToken),
            _ => LoginPages.NeedsSession($"{Path}/confirm", tickets.Close(ticket)),
        };
    }

    /// <summary>Takes what the browser brings back from the provider.</summary>
    public async Task<IResult> CompleteAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var fields = LoginFields.OfQuery(context.Request);
        var ticket = tickets.Take(context, fields.Need("state"), FlowStepName.Visit, FlowKind.Device);
        var flow = await NeedAsync(ticket, cancellationToken);
        var answer = await visits.ReadAsync(ticket, consent.Callback(context, Path), flow.Scope, fields, cancellationToken);
        return await EndAsync(flow, answer, LoginReplies.GoTo(context, $"{Path}/complete/finished"), cancellationToken);
    }

    private static string Ago(TimeSpan time) => time < TimeSpan.FromMinutes(1)
        ? "less than a minute ago"
        : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min ago");

    private static LoginPage Unknown(HttpRequest request) => LoginReplies.IsBrowser(request)
        ? LoginPages.EnterCode("No program waits with this code. It may be mistyped, used or too old; start the login again to get another.", StatusCodes.Status400BadRequest)
        : throw new OAuthException(OAuthError.InvalidRequest, "No device waits with this code.");

    private async Task<IResult> EndAsync(DeviceFlow flow, LoginAnswer answer, IResult finished, CancellationToken cancellationToken)
    {
        switch (answer)
        {
            case LoginAnswer.Granted granted:
                return await logins.ApproveAsync(flow.UserCode, granted.Person, cancellationToken) ? finished : throw Late();
            case LoginAnswer.Denied denied:
                await logins.DenyAsync(flow.UserCode, denied.Reason, cancellationToken);
                return LoginPages.Problem(denied.Reason, "The program that wanted to log in is told so.", StatusCodes.Status403Forbidden);
            default:
                return LoginPages.Problem("The identity provider could not log you in.", "Try again in a moment: open the program's link once more.", StatusCodes.Status502BadGateway);
        }
    }

    private async Task<DeviceFlow?> FindAsync(HttpContext context, string typed, CancellationToken cancellationToken)
    {
        var address = context.Connection.RemoteIpAddress;
        if (!guesses.MayTry(address))
        {
            LogThrottled(address?.ToString());
            throw new DiracException(ErrorCode.TooManyRequests, "Too many wrong codes came in this minute.", "Wait a minute.");
        }

        if (UserCode.Read(typed) is { } code && await logins.FindOpenAsync(code, cancellationToken) is { } flow) return flow;
        guesses.Count(address);
        return null;
    }

    private async Task<DeviceFlow> NeedAsync(FlowTicket ticket, CancellationToken cancellationToken) => await logins.FindOpenAsync(ticket.Flow, cancellationToken) ?? throw Late();

    private static OAuthException Late() => new(OAuthError.InvalidRequest, "This login was answered before, or took too long. Begin again in your program.");

    [LoggerMessage(5750, LogLevel.Warning, "User codes are being guessed, last from {Address}: none is looked at until the minute is over")]
    private partial void LogThrottled(string? address);
}
