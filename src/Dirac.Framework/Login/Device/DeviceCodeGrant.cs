using Dirac.Framework.Login.Flows;
using Dirac.Framework.Tokens;
using Dirac.Model.Api;
using Dirac.Persistence;

namespace Dirac.Framework.Login.Device;

/// <summary>Tokens for a device whose person has logged in (RFC 8628 §3.4).</summary>
internal sealed class DeviceCodeGrant(AuthDatabase database, GiveTokens tokens, TimeProvider clock) : IGrant
{
    /// <inheritdoc/>
    public string Type => "urn:ietf:params:oauth:grant-type:device_code";

    /// <inheritdoc/>
    public async Task<TokenReply> GrantAsync(TokenForm form, CancellationToken cancellationToken)
    {
        var (hash, client, now) = (CodeHash.Of(form.Need("device_code")), form.Need("client_id"), clock.GetUtcNow().UtcDateTime);
        var (flow, step) = await database.WriteAsync((session, token) => RedeemAsync(session, hash, client, now, token), cancellationToken);
        if (step.Refusal == FlowRefusal.StillPending && PollRules.IsTooFast(flow.PolledAt, now))
            throw new OAuthException(OAuthError.SlowDown, $"Ask every {PollRules.Told.TotalSeconds:0} seconds.");
        var login = FinishedLogin.Of(flow.FlowId, flow.Scope, flow.UserName, flow.Subject);
        if (step.Refusal is { } refusal) throw await tokens.RefuseAsync(refusal, login, flow.Reason, cancellationToken);
        return await tokens.GiveAsync(login!, IsAliveAsync, cancellationToken);

        async Task<bool> IsAliveAsync(CancellationToken token) =>
            await database.ReadAsync((session, inner) => DeviceFlowStore.FindByUserCodeAsync(session, flow.UserCode, inner), token) is { Status: FlowStatus.Done };
    }

    private static async Task<(DeviceFlow Flow, FlowStep Step)> RedeemAsync(IDbSession session, string hash, string client, DateTime now, CancellationToken cancellationToken)
    {
        var flow = await DeviceFlowStore.TakeByDeviceCodeAsync(session, hash, cancellationToken)
            ?? throw new OAuthException(OAuthError.InvalidGrant, "This device code is not known, or too old. Begin again.");
        var step = FlowRules.Next(flow.State, new FlowEvent.Redeem(flow.ClientId == client), now);
        await DeviceFlowStore.NotePollAsync(session, flow.UserCode, now, cancellationToken);
        return step.Next == flow.State || await DeviceFlowStore.MoveAsync(session, flow, step.Next, cancellationToken) ? (flow, step) : (flow, step with { Refusal = FlowRefusal.Dead });
    }
}
