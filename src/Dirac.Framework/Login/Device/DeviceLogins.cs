using Dirac.Framework.Login.Flows;
using Dirac.Framework.Tokens;
using Dirac.Hosting.Configuration;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Persistence;
using Dirac.Security.Local;
using Microsoft.Extensions.Logging;

namespace Dirac.Framework.Login.Device;

/// <summary>Logins of devices: begun by the device, answered by a person in a browser. Thread-safe; nothing is kept in memory.</summary>
internal sealed partial class DeviceLogins(
    AuthDatabase database, IConfigurationSnapshots snapshots, LoginRights rights, LoginWays ways, TimeProvider clock, ILogger<DeviceLogins> logger)
{
    private const int MostAttempts = 5;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Begins a login.</summary>
    /// <param name="clientId">The client that asks.</param>
    /// <param name="scope">What it asks for.</param>
    /// <param name="asker">The address it asks from, for the person to see.</param>
    /// <param name="verification">The address of the page that people open.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="OAuthException">invalid_client, invalid_scope.</exception>
    public async Task<DeviceAuthorization> BeginAsync(string clientId, string scope, string asker, string verification, CancellationToken cancellationToken)
    {
        LoginRights.CheckClient(clientId);
        ways.Need(rights.Read(scope).Vo);
        var (lifetime, deviceCode) = (LoginSettings.Read(snapshots.Current.Root).DeviceFlow, RandomText.Create());
        var flowId = Guid.CreateVersion7(clock.GetUtcNow()).ToString();
        var now = Now;
        var flow = await database.WriteAsync(
            (session, token) => AddAsync(
                session,
                code => new DeviceFlow
                {
                    UserCode = code, FlowId = flowId, DeviceCodeHash = CodeHash.Of(deviceCode), Status = FlowStatus.Pending, ClientId = clientId, Scope = scope, Asker = asker,
                    CreatedAt = now, ExpiresAt = now + lifetime,
                },
                token),
            cancellationToken);
        LogBegun(asker);
        return new DeviceAuthorization(
            flow.UserCode, deviceCode, $"{verification}?user_code={flow.UserCode}", verification, (int)lifetime.TotalSeconds, (int)PollRules.Told.TotalSeconds);
    }

    /// <summary>The login with that user code that waits for its person; null when there is none.</summary>
    public async Task<DeviceFlow?> FindOpenAsync(string userCode, CancellationToken cancellationToken)
    {
        var flow = await database.ReadAsync((session, token) => DeviceFlowStore.FindByUserCodeAsync(session, userCode, token), cancellationToken);
        return flow is { Status: FlowStatus.Pending } && Now < flow.ExpiresAt ? flow : null;
    }

    /// <summary>Lets the device have its tokens; false when it does not wait any more.</summary>
    public async Task<bool> ApproveAsync(string userCode, LoginPerson person, CancellationToken cancellationToken)
    {
        var done = await AnswerAsync(userCode, flow => new FlowEvent.Approve(flow.ExpiresAt), person, null, cancellationToken);
        if (done) LogApproved(person.UserName);
        return done;
    }

    /// <summary>Tells the device that it gets nothing; false when it does not wait any more.</summary>
    /// <param name="userCode">Which login.</param>
    /// <param name="reason">What the device tells its person.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<bool> DenyAsync(string userCode, string reason, CancellationToken cancellationToken)
    {
        var done = await AnswerAsync(userCode, _ => new FlowEvent.Deny(), null, reason, cancellationToken);
        if (done) LogDenied(reason);
        return done;
    }

    private static async Task<DeviceFlow> AddAsync(IDbSession session, Func<string, DeviceFlow> make, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var flow = make(UserCode.Create());
            if (await DeviceFlowStore.AddAsync(session, flow, cancellationToken)) return flow;
        }

        throw new DiracException(ErrorCode.Unavailable, "Too many logins are open.", "Try again in a minute.");
    }

    private Task<bool> AnswerAsync(string userCode, Func<DeviceFlow, FlowEvent> answer, LoginPerson? person, string? reason, CancellationToken cancellationToken) => database.WriteAsync(
        async (session, token) =>
        {
            if (await DeviceFlowStore.FindByUserCodeAsync(session, userCode, token) is not { } flow) return false;
            var step = FlowRules.Next(flow.State, answer(flow), Now);
            if (step.Refusal is not null || !await DeviceFlowStore.MoveAsync(session, flow, step.Next, token)) return false;
            await DeviceFlowStore.NoteAnswerAsync(session, userCode, person?.UserName, person?.Subject, reason, token);
            return true;
        },
        cancellationToken);

    [LoggerMessage(5740, LogLevel.Information, "A device at {Asker} waits for its person to log in")]
    private partial void LogBegun(string asker);

    [LoggerMessage(5741, LogLevel.Information, "{User} has logged in for a device")]
    private partial void LogApproved(string user);

    [LoggerMessage(5742, LogLevel.Information, "A device gets no tokens: {Reason}")]
    private partial void LogDenied(string reason);
}
