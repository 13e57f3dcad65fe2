using Dirac.Framework.Login.Flows;
using Dirac.Persistence;

namespace Dirac.Framework.Login.Code;

/// <summary>The SQL of <c>x_AuthorizationFlows</c>. Every change names the state it expects; losing that race changes nothing.</summary>
internal static class AuthorizationFlowStore
{
    private const string Columns =
        "FlowID AS FlowId, CodeHash, Status, ClientID AS ClientId, Scope, RedirectURI AS RedirectUri, ClientState, CodeChallenge, CreatedAt, ExpiresAt, UserName, Subject";

    public static Task<int> AddAsync(IDbSession session, AuthorizationFlow flow, CancellationToken cancellationToken) => session.ExecuteAsync(
        "INSERT INTO {x_AuthorizationFlows} (FlowID, Status, ClientID, Scope, RedirectURI, ClientState, CodeChallenge, CreatedAt, ExpiresAt)"
        + " VALUES (@FlowId, @status, @ClientId, @Scope, @RedirectUri, @ClientState, @CodeChallenge, @CreatedAt, @ExpiresAt)",
        new { flow.FlowId, status = flow.Status.ToString(), flow.ClientId, flow.Scope, flow.RedirectUri, flow.ClientState, flow.CodeChallenge, flow.CreatedAt, flow.ExpiresAt },
        cancellationToken);

    public static Task<AuthorizationFlow?> FindAsync(IDbSession session, string flowId, CancellationToken cancellationToken) =>
        session.QueryFirstOrDefaultAsync<AuthorizationFlow>($"SELECT {Columns} FROM {{x_AuthorizationFlows}} WHERE FlowID = @flowId", new { flowId }, cancellationToken);

    public static Task<AuthorizationFlow?> TakeByCodeAsync(IDbSession session, string hash, CancellationToken cancellationToken) =>
        session.QueryFirstOrDefaultAsync<AuthorizationFlow>(
            $"SELECT {Columns} FROM {{x_AuthorizationFlows}} WHERE CodeHash = @hash{session.Dialect.ForUpdate}", new { hash }, cancellationToken);

    /// <summary>Goes from the state of <paramref name="flow"/> to <paramref name="next"/>; false when it has another one by now.</summary>
    public static async Task<bool> MoveAsync(IDbSession session, AuthorizationFlow flow, FlowState next, CancellationToken cancellationToken) => await session.ExecuteAsync(
        "UPDATE {x_AuthorizationFlows} SET Status = @next, ExpiresAt = @Expires WHERE FlowID = @FlowId AND Status = @before",
        new { next = next.Status.ToString(), next.Expires, flow.FlowId, before = flow.Status.ToString() },
        cancellationToken) == 1;

    /// <summary>Notes who has logged in, and the code that the client gets.</summary>
    public static Task<int> NoteAnswerAsync(IDbSession session, string flowId, string userName, string? subject, string codeHash, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            "UPDATE {x_AuthorizationFlows} SET UserName = @userName, Subject = @subject, CodeHash = @codeHash WHERE FlowID = @flowId",
            new { flowId, userName, subject, codeHash },
            cancellationToken);

    public static Task<int> PurgeAsync(IDbSession session, DateTime before, CancellationToken cancellationToken) =>
        session.ExecuteAsync("DELETE FROM {x_AuthorizationFlows} WHERE CreatedAt < @before", new { before }, cancellationToken);
}
