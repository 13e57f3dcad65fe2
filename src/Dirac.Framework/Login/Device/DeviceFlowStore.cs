using Dirac.Framework.Login.Flows;
using Dirac.Persistence;

namespace Dirac.Framework.Login.Device;

/// <summary>The SQL of <c>x_DeviceFlows</c>. Every change names the state it expects; losing that race changes nothing.</summary>
internal static class DeviceFlowStore
{
    private const string Columns = "UserCode, FlowID AS FlowId, DeviceCodeHash, Status, ClientID AS ClientId, Scope, Asker, CreatedAt, ExpiresAt, PolledAt, UserName, Subject, Reason";

    /// <summary>Adds a flow; false when its user code or device code is taken.</summary>
    public static async Task<bool> AddAsync(IDbSession session, DeviceFlow flow, CancellationToken cancellationToken) => await session.ExecuteAsync(
        $"{session.Dialect.InsertIgnore} {{x_DeviceFlows}} (UserCode, FlowID, DeviceCodeHash, Status, ClientID, Scope, Asker, CreatedAt, ExpiresAt)"
        + " VALUES (@UserCode, @FlowId, @DeviceCodeHash, @status, @ClientId, @Scope, @Asker, @CreatedAt, @ExpiresAt)",
        new { flow.UserCode, flow.FlowId, flow.DeviceCodeHash, status = flow.Status.ToString(), flow.ClientId, flow.Scope, flow.Asker, flow.CreatedAt, flow.ExpiresAt },
        cancellationToken) == 1;

    public static Task<DeviceFlow?> FindByUserCodeAsync(IDbSession session, string userCode, CancellationToken cancellationToken) =>
        session.QueryFirstOrDefaultAsync<DeviceFlow>($"SELECT {Columns} FROM {{x_DeviceFlows}} WHERE UserCode = @userCode", new { userCode }, cancellationToken);

    public static Task<DeviceFlow?> TakeByDeviceCodeAsync(IDbSession session, string hash, CancellationToken cancellationToken) =>
        session.QueryFirstOrDefaultAsync<DeviceFlow>(
            $"SELECT {Columns} FROM {{x_DeviceFlows}} WHERE DeviceCodeHash = @hash{session.Dialect.ForUpdate}", new { hash }, cancellationToken);

    /// <summary>Notes that the device has asked.</summary>
    public static Task<int> NotePollAsync(IDbSession session, string userCode, DateTime now, CancellationToken cancellationToken) =>
        session.ExecuteAsync("UPDATE {x_DeviceFlows} SET PolledAt = @now WHERE UserCode = @userCode", new { userCode, now }, cancellationToken);

    /// <summary>Goes from the state of <paramref name="flow"/> to <paramref name="next"/>; false when it has another one by now.</summary>
    public static async Task<bool> MoveAsync(IDbSession session, DeviceFlow flow, FlowState next, CancellationToken cancellationToken) => await session.ExecuteAsync(
        "UPDATE {x_DeviceFlows} SET Status = @next, ExpiresAt = @Expires WHERE UserCode = @UserCode AND Status = @before",
        new { next = next.Status.ToString(), next.Expires, flow.UserCode, before = flow.Status.ToString() },
        cancellationToken) == 1;

    /// <summary>Notes who has logged in, or why nobody could.</summary>
    public static Task<int> NoteAnswerAsync(IDbSession session, string userCode, string? userName, string? subject, string? reason, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            "UPDATE {x_DeviceFlows} SET UserName = @userName, Subject = @subject, Reason = @reason WHERE UserCode = @userCode",
            new { userCode, userName, subject, reason },
            cancellationToken);

    public static Task<int> PurgeAsync(IDbSession session, DateTime before, CancellationToken cancellationToken) =>
        session.ExecuteAsync("DELETE FROM {x_DeviceFlows} WHERE CreatedAt < @before", new { before }, cancellationToken);
}
