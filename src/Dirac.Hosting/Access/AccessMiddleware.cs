using Dirac.Hosting.RateLimits;
using Dirac.Model.Errors;
using Dirac.Security.Identities;
using Dirac.Security.Policies;
using Dirac.Security.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dirac.Hosting.Access;

/// <summary>The one place where a route's rule is evaluated. Open routes do not look at credentials, so a stale token never hurts there.</summary>
internal sealed class AccessMiddleware
{
    private readonly RequestDelegate _next;
    private readonly TokenValidator _tokens;

    private readonly RequestBudget _budget;
    private readonly IRunningPayloads _payloads;

    public AccessMiddleware(RequestDelegate next, TokenValidator tokens, RequestBudget budget, IRunningPayloads payloads)
    {
        _next = next;
        _tokens = tokens;
        _budget = budget;
        _payloads = payloads;
    }

    public async Task InvokeAsync(HttpContext context)
    {
        // Only a mapped route leads to code of ours; "no such route" and "wrong method" need no rule.
        if (context.GetEndpoint() is RouteEndpoint route)
        {
            var rule = route.Metadata.GetMetadata<RouteRule>()?.Rule
                ?? throw new InvalidOperationException($"{route.RoutePattern.RawText} has no rule.");
            if (rule.NeedsCaller)
                await AdmitAsync(context, rule);
            else
                _budget.Take(context);
        }

        await _next(context);
    }

    private async Task AdmitAsync(HttpContext context, AccessRule rule)
    {
        if (Credentials.Find(context) is not { } token)
        {
            _budget.Take(context);
            throw new DiracException(ErrorCode.NotAuthenticated, "This needs a token, and none came.", "Log in with: dirac login - and send the token as: Authorization: Bearer TOKEN.");
        }

        switch (await _tokens.ValidateAsync(token, context.RequestAborted))
        {
            case TokenVerdict.Refused refused:
                _budget.Take(context);
                throw new DiracException(ErrorCode.NotAuthenticated, refused.Reason, "Log in again with: dirac login.");
            case TokenVerdict.Valid { Caller: var caller }:
                _budget.Take(context, caller);
                DemandAllowed(context, rule, caller);
                if (caller.Job is { } job)
                    await DemandRunningAsync(context, caller, job);
                context.SetCaller(caller);
                break;
        }
    }

    private static void DemandAllowed(HttpContext context, AccessRule rule, Caller caller)
    {
        if (caller.Kind == CallerKind.Payload && context.GetEndpoint()?.Metadata.GetMetadata<PayloadsAllowed>() is null)
            throw new DiracException(ErrorCode.NotAuthorized, "This is not for a job's payload, whatever its owner may do.", "Do it yourself, outside the job.");
        if (!rule.Allows(caller))
            throw new DiracException(ErrorCode.NotAuthorized, $"This needs {rule.Describe()}; {Describe(caller)}.", "Log in with a group that has it: dirac login --group GROUP.");
    }

    // Whoever has copied the token has nothing in hand the moment the job is over.
    private async Task DemandRunningAsync(HttpContext context, Caller caller, PayloadJob job)
    {
        if (!await _payloads.IsRunningAsync(caller.Vo, job, context.RequestAborted))
            throw new DiracException(ErrorCode.NotAuthenticated, $"The token is of attempt {job.Attempt} of job {job.JobId}, which does not run any more.", "A payload's token ends with its job.");
    }

    private static string Describe(Caller caller) =>
        $"{caller.UserName}{(caller.Group.Length > 0 ? $" in group {caller.Group}" : "")} has {(caller.Properties.Count > 0 ? caller.Properties : "none")}";
}
