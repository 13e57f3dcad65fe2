using Dirac.Framework.Login.Flows;
using Dirac.Framework.Login.Redirects;
using Dirac.Framework.Tokens;
using Dirac.Hosting.Configuration;
using Dirac.Security.Local;
using Microsoft.Extensions.Logging;

namespace Dirac.Framework.Login.Code;

/// <summary>Logins of browsers for a client: begun at the authorize address, ended by a code. Thread-safe; nothing is kept in memory.</summary>
internal sealed partial class AuthorizationLogins(AuthDatabase database, IConfigurationSnapshots snapshots, TimeProvider clock, ILogger<AuthorizationLogins> logger)
{
    private static readonly TimeSpan CodeLifetime = TimeSpan.FromSeconds(60);

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Begins a login; returns it.</summary>
    public async Task<AuthorizationFlow> BeginAsync(AuthorizationRequest request, CancellationToken cancellationToken)
    {
        var now = Now;
        var flow = new AuthorizationFlow
        {
            FlowId = Guid.CreateVersion7(clock.GetUtcNow()).ToString(), Status = FlowStatus.Pending, ClientId = request.ClientId, Scope = request.Scope,
            RedirectUri = request.RedirectUri, ClientState = request.State, CodeChallenge = request.CodeChallenge, CreatedAt = now,
            ExpiresAt = now + LoginSettings.Read(snapshots.Current.Root).AuthorizationFlow,
        };
        await database.WriteAsync((session, token) => AuthorizationFlowStore.AddAsync(session, flow, token), cancellationToken);
        return flow;
    }

    /// <summary>The login that waits for its person; null when there is none of that key.</summary>
    public async Task<AuthorizationFlow?> FindOpenAsync(string flowId, CancellationToken cancellationToken)
    {
        var flow = await database.ReadAsync((session, token) => AuthorizationFlowStore.FindAsync(session, flowId, token), cancellationToken);
        return flow is { Status: FlowStatus.Pending } && Now < flow.ExpiresAt ? flow : null;
    }

    /// <summary>Makes the code, good once within a minute; the address that brings it to the client. Null when the login does not wait any more.</summary>
    public async Task<string?> ApproveAsync(AuthorizationFlow flow, LoginPerson person, CancellationToken cancellationToken)
    {
        var code = RandomText.Create();
        var done = await database.WriteAsync(
            async (session, token) =>
            {
                var step = FlowRules.Next(flow.State, new FlowEvent.Approve(Now + CodeLifetime), Now);
                if (step.Refusal is not null || !await AuthorizationFlowStore.MoveAsync(session, flow, step.Next, token)) return false;
                await AuthorizationFlowStore.NoteAnswerAsync(session, flow.FlowId, person.UserName, person.Subject, CodeHash.Of(code), token);
                return true;
            },
            cancellationToken);
        if (!done) return null;
        LogApproved(person.UserName);
        return RedirectTarget.With(flow.RedirectUri, ("code", code), ("state", flow.ClientState));
    }

    /// <summary>Ends the login; the address that tells the client. Null when the login does not wait any more.</summary>
    /// <param name="flow">The login.</param>
    /// <param name="error">One of <see cref="OAuthError"/>.</param>
    /// <param name="reason">A sentence of ours.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<string?> DenyAsync(AuthorizationFlow flow, string error, string reason, CancellationToken cancellationToken)
    {
        var step = FlowRules.Next(flow.State, new FlowEvent.Deny(), Now);
        if (step.Refusal is not null || !await database.WriteAsync((session, token) => AuthorizationFlowStore.MoveAsync(session, flow, step.Next, token), cancellationToken)) return null;
        LogDenied(reason);
        return RedirectTarget.With(flow.RedirectUri, ("error", error), ("error_description", reason), ("state", flow.ClientState));
    }

    [LoggerMessage(5743, LogLevel.Information, "{User} has logged in for a client in a browser")]
    private partial void LogApproved(string user);

    [LoggerMessage(5744, LogLevel.Information, "A client gets no code: {Reason}")]
    private partial void LogDenied(string reason);
}
