using System.Net;
using Dirac.Client.Http;
using Dirac.Model.Errors;

namespace Dirac.Cli.Shell;

/// <summary>Turns what went wrong into two lines for a person and an exit code for a program.</summary>
/// <param name="ExitCode">One of <see cref="ExitCodes"/>.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Advice">What to do next.</param>
internal sealed record ErrorReport(int ExitCode, string Message, string? Advice)
{
    /// <summary>Explains an error; null when it is one that nobody foresaw.</summary>
    /// <param name="error">The error.</param>
    public static ErrorReport? For(Exception error) => error switch
    {
        UsageException usage => new(ExitCodes.Usage, usage.Message, usage.Advice),
        ApiException refused => new(CodeOf(refused.Status), refused.Message, AdviceOf(refused)),
        DiracException known => new(CodeOf(known.Code), known.Message, known.Advice),
        IOException or UnauthorizedAccessException => new(ExitCodes.Failed, error.Message, "Check the path, its permissions and the space left on its disk."),
        _ => null,
    };

    /// <summary>Writes the lines.</summary>
    /// <param name="writer">Standard error.</param>
    public void WriteTo(TextWriter writer)
    {
        writer.WriteLine($"dirac: {Message}");
        if (Advice is not null) writer.WriteLine($"       {Advice}");
    }

    private static int CodeOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => ExitCodes.NotAuthorized,
        HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout or HttpStatusCode.TooManyRequests => ExitCodes.Unreachable,
        _ => ExitCodes.Failed,
    };

    private static int CodeOf(ErrorCode code) => code switch
    {
        ErrorCode.NotAuthenticated or ErrorCode.NotAuthorized => ExitCodes.NotAuthorized,
        ErrorCode.Unavailable => ExitCodes.Unreachable,
        _ => ExitCodes.Failed,
    };

    private static string? AdviceOf(ApiException refused)
    {
        var advice = refused.Reply.Advice ?? refused.Status switch
        {
            HttpStatusCode.Unauthorized => "'dirac whoami' tells who the server thinks you are.",
            HttpStatusCode.ServiceUnavailable => "Try again in a moment.",
            _ => null,
        };
        return refused.Reply.TraceId is { } trace ? $"{advice} (trace {trace})".TrimStart() : advice;
    }
}
