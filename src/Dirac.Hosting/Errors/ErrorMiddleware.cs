using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Dirac.Hosting.Requests;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Persistence;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Dirac.Hosting.Errors;

/// <summary>The one place where failures become replies. A client that went away is not a failure.</summary>
internal sealed partial class ErrorMiddleware
{
    private const int ClientClosedRequest = 499;
    private readonly RequestDelegate _next;
    private readonly ILogger<ErrorMiddleware> _logger;

    public ErrorMiddleware(RequestDelegate next, ILogger<ErrorMiddleware> logger)
    {
        _next = next;
        _logger = logger;
    }

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await _next(context);
            if (IsBareRefusal(context.Response))
                await ReplyAsync(context, Unrouted(context));
        }
        catch (Exception failure) when (context.RequestAborted.IsCancellationRequested)
        {
            LogClientGone(failure.Message, context.Request.Path);
            context.Response.StatusCode = ClientClosedRequest;
        }
        catch (Exception failure) when (context.Response.HasStarted)
        {
            // Half a reply is out: cutting the connection is the only honest way to say that it failed.
            LogLateFailure(failure, context.Request.Method, context.Request.Path);
            context.Abort();
        }
        catch (InvalidRequestException failure)
        {
            await ReplyAsync(context, failure.Problems);
        }
        catch (BadHttpRequestException failure) when (QueryProblems.Describe(failure, context.Request.RouteValues) is { } problem)
        {
            await ReplyAsync(context, [problem]);
        }
        catch (Exception failure)
        {
            await ReplyAsync(context, Translate(failure, context));
        }
    }

    private static bool IsBareRefusal(HttpResponse response) =>
        !response.HasStarted && response.ContentType is null && response.ContentLength is null
        && response.StatusCode is StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed or StatusCodes.Status415UnsupportedMediaType;

    private static DiracException Unrouted(HttpContext context) => context.Response.StatusCode == StatusCodes.Status404NotFound
        ? new DiracException(ErrorCode.NotFound, $"There is nothing at {context.Request.Path}.", "Check the address.")
        : new DiracException(ErrorCode.BadRequest, $"{context.Request.Path} does not take {context.Request.Method} in this form.", "Check method and content type.");

    private DiracException Translate(Exception failure, HttpContext context)
    {
        switch (failure)
        {
            case DiracException known:
                if (ErrorStatus.Of(known.Code) == StatusCodes.Status500InternalServerError)
                    LogFailure(known, context.Request.Method, context.Request.Path, TraceId(context));
                return known;
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return new DiracException(ErrorCode.TooLarge, "The body is larger than this route takes.", "Send it in smaller parts.", failure);
            case BadHttpRequestException bad:
                return new DiracException(ErrorCode.BadRequest, bad.Message, null, failure);
            case var away when DatabaseAway.Is(away):
                LogAway(context.Request.Method, context.Request.Path, away.Message);
                return new DiracException(ErrorCode.Unavailable, "A database of the server does not answer.", "Try again in a moment.", away);
            default:
                LogFailure(failure, context.Request.Method, context.Request.Path, TraceId(context));
                return new DiracException(ErrorCode.Unknown, "Something went wrong in the server.", "Tell an administrator the trace_id: it finds the cause in the log.", failure);
        }
    }

    private static Task ReplyAsync(HttpContext context, IReadOnlyList<ValidationProblem> problems)
    {
        var reply = new ValidationReply(problems, nameof(ErrorCode.BadRequest), "Mend the request; loc says where.", TraceId(context), InOneText(problems));
        return WriteAsync(context, StatusCodes.Status422UnprocessableEntity, reply, ModelJsonContext.Default.ValidationReply);
    }

    private static Task ReplyAsync(HttpContext context, DiracException failure)
    {
        var refusedByRouting = context.Response.StatusCode is StatusCodes.Status405MethodNotAllowed or StatusCodes.Status415UnsupportedMediaType;
        var status = refusedByRouting ? context.Response.StatusCode : ErrorStatus.Of(failure.Code);
        if (status == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = "Bearer";
        if (context.Response.Headers.RetryAfter.Count == 0 && ErrorStatus.RetryAfterSeconds(failure.Code) is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        var reply = ErrorTexts.Reply(failure.Message, failure.Code, failure.Advice, TraceId(context));
        return WriteAsync(context, status, reply, ModelJsonContext.Default.ErrorReply);
    }

    private static string InOneText(IReadOnlyList<ValidationProblem> problems) => string.Join(' ', problems.Select(problem => $"{string.Join('.', problem.Loc)}: {problem.Msg}"));

    private static Task WriteAsync<T>(HttpContext context, int status, T reply, JsonTypeInfo<T> type)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(reply, type, contentType: null, context.RequestAborted);
    }

    private static string TraceId(HttpContext context) => Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
}
