using Dirac.Framework.Login.Flows;
using Dirac.Framework.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Dirac.Framework.Login.Browser;

/// <summary>Gives a browser what it carries through a login, and takes it back from that browser only.</summary>
internal sealed partial class BrowserTickets(FlowSeal seal, TimeProvider clock, ILogger<BrowserTickets> logger)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>A ticket of this browser for ten minutes, to be answered on a page.</summary>
    public FlowTicket Make(HttpContext context, FlowKind kind, string flow, string vo) =>
        new(FlowStepName.Confirm, kind, flow, vo, BrowserMark.Establish(context), clock.GetUtcNow().Add(Lifetime).ToUnixTimeSeconds());

    /// <summary>The ticket as text.</summary>
    public string Close(FlowTicket ticket) => seal.Close(ticket);

    /// <summary>The ticket that came back.</summary>
    /// <exception cref="OAuthException">invalid_request: it is not ours, not of this step or flow, too old, or was given to another browser.</exception>
    public FlowTicket Take(HttpContext context, string? text, FlowStepName step, FlowKind kind)
    {
        if (seal.Open(text, step) is { } ticket && ticket.Kind == kind && BrowserMark.Has(context, ticket)) return ticket;
        LogRefused(step);
        throw new OAuthException(
            OAuthError.InvalidRequest, "This login is not the one that this browser began, or it took more than ten minutes. Begin again, in one browser that keeps cookies.");
    }

    [LoggerMessage(5748, LogLevel.Warning, "A browser brought no ticket of its own to the step {Step} of a login")]
    private partial void LogRefused(FlowStepName step);
}
