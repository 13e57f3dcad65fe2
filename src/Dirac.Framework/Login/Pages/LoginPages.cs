using Microsoft.AspNetCore.Http;

namespace Dirac.Framework.Login.Pages;

/// <summary>The pages that people see while they log in.</summary>
internal static class LoginPages
{
    /// <summary>Name of the field with the ticket.</summary>
    public const string TicketField = "ticket";

    /// <summary>Name of the field with the answer.</summary>
    public const string AnswerField = "answer";

    /// <summary>The answer that lets the login go on.</summary>
    public const string Allow = "allow";

    /// <summary>The answer that ends it.</summary>
    public const string Refuse = "refuse";

    /// <summary>Asks for the code that a device shows.</summary>
    /// <param name="problem">What was wrong with the one before; null when there was none.</param>
    /// <param name="status">The HTTP status.</param>
    public static LoginPage EnterCode(string? problem = null, int status = StatusCodes.Status200OK) => new("Enter the code", html =>
    {
        if (problem is not null) html.Write($"""<p class="problem" role="alert">{problem}</p>""");
        html.Write($"""
            <p>The program that wants to log in shows a code of eight letters, such as <code>BCDF-GHJK</code>.</p>
            <form method="get" action="/api/auth/device">
            <label for="user_code">Code</label>
            <input type="text" id="user_code" name="user_code" required maxlength="16" autocomplete="off" autocapitalize="characters" spellcheck="false" autofocus>
            <div class="buttons"><button class="go">Continue</button></div>
            </form>
            """);
    }, status);

    /// <summary>Asks whether somebody may log in.</summary>
    public static LoginPage Ask(ConsentQuestion question) => new(question.Title, html =>
    {
        if (question.Code is not null)
        {
            html.Write($"""
                <p>Does your program show this code?</p>
                <p class="code">{question.Code}</p>
                """);
        }

        html.Write($"<dl>");
        foreach (var (name, value) in question.Facts) html.Write($"<dt>{name}</dt><dd>{value}</dd>");
        html.Write($"</dl>");
        html.Write($"""<p class="note">{question.Warning}</p>""");
        html.Write($"""
            <form method="post" action="{question.Action}">
            <input type="hidden" name="{TicketField}" value="{question.Ticket}">
            <div class="buttons"><button class="go" name="{AnswerField}" value="{Allow}">{(question.UserName is null ? "Allow and log in" : "Allow as " + question.UserName)}</button>
            <button name="{AnswerField}" value="{Refuse}">Refuse</button></div>
            </form>
            """);
    });

    /// <summary>Tells how to get a session where local identity is the login.</summary>
    /// <param name="action">The address that takes the answer again.</param>
    /// <param name="ticket">What proves that the question was seen.</param>
    public static LoginPage NeedsSession(string action, string ticket) => new("Log in to this installation first", html => html.Write($"""
        <p>This installation belongs to one person on one machine, and this browser does not know yet that it is theirs.</p>
        <p>On that machine run <code>dirac up</code>, open the link it prints in this browser, then come back to this page.</p>
        <form method="post" action="{action}">
        <input type="hidden" name="{TicketField}" value="{ticket}">
        <div class="buttons"><button class="go" name="{AnswerField}" value="{Allow}">I have opened the link</button></div>
        </form>
        """), StatusCodes.Status401Unauthorized);

    /// <summary>Sends the browser on.</summary>
    /// <param name="title">Where it goes, in words.</param>
    /// <param name="address">An absolute address that was checked.</param>
    public static LoginPage GoOn(string title, string address) => new(title, html => html.Write($"""<p>If nothing happens: <a href="{address}">continue</a>.</p>""")) { GoesTo = address };

    /// <summary>The device has what it needs.</summary>
    public static LoginPage Finished() => new("You are logged in", html => html.Write($"<p>Close this window and go back to your program: it goes on within seconds.</p>"));

    /// <summary>The person has said no.</summary>
    public static LoginPage Refused() => new("Refused", html => html.Write($"<p>The program gets nothing. You may close this window.</p>"));

    /// <summary>Something did not work.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="advice">What to do next; null when the message says it.</param>
    /// <param name="status">The HTTP status.</param>
    public static LoginPage Problem(string message, string? advice, int status) => new("That did not work", html =>
    {
        html.Write($"""<p class="problem" role="alert">{message}</p>""");
        if (advice is not null) html.Write($"<p>{advice}</p>");
    }, status);
}
