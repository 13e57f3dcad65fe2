using Dirac.Framework.Login.Flows;
using Dirac.Framework.Tokens;
using Dirac.Model.Api;
using Dirac.Persistence;

namespace Dirac.Framework.Login.Code;

/// <summary>Tokens for a code that a browser has brought (RFC 6749 §4.1.3), to the client that holds the verifier.</summary>
internal sealed class AuthorizationCodeGrant(AuthDatabase database, GiveTokens tokens, TimeProvider clock) : IGrant
{
    /// <inheritdoc/>
    public string Type => "authorization_code";

    /// <inheritdoc/>
    public async Task<TokenReply> GrantAsync(TokenForm form, CancellationToken cancellationToken)
    {
        var proof = new CodeProof(form.Need("client_id"), form.Need("redirect_uri"), form.Need("code_verifier"));
        var (hash, now) = (CodeHash.Of(form.Need("code")), clock.GetUtcNow().UtcDateTime);
        var (flow, step) = await database.WriteAsync((session, token) => RedeemAsync(session, hash, proof, now, token), cancellationToken);
        if (step.Refusal is FlowRefusal.Expired) throw new OAuthException(OAuthError.InvalidGrant, "This code is too old: it is good for a minute. Begin again.");
        var login = FinishedLogin.Of(flow.FlowId, flow.Scope, flow.UserName, flow.Subject);
        if (step.Refusal is { } refusal) throw await tokens.RefuseAsync(refusal, login, null, cancellationToken);
        return await tokens.GiveAsync(login!, IsAliveAsync, cancellationToken);

        async Task<bool> IsAliveAsync(CancellationToken token) =>
            await database.ReadAsync((session, inner) => AuthorizationFlowStore.FindAsync(session, flow.FlowId, inner), token) is { Status: FlowStatus.Done };
    }

    private static async Task<(AuthorizationFlow Flow, FlowStep Step)> RedeemAsync(IDbSession session, string hash, CodeProof proof, DateTime now, CancellationToken cancellationToken)
    {
        var flow = await AuthorizationFlowStore.TakeByCodeAsync(session, hash, cancellationToken)
            ?? throw new OAuthException(OAuthError.InvalidGrant, "This code is not known, or too old. Begin again.");
        var step = FlowRules.Next(flow.State, new FlowEvent.Redeem(proof.Fits(flow)), now);
        return step.Next == flow.State || await AuthorizationFlowStore.MoveAsync(session, flow, step.Next, cancellationToken) ? (flow, step) : (flow, step with { Refusal = FlowRefusal.Dead });
    }

    private sealed record CodeProof(string ClientId, string RedirectUri, string Verifier)
    {
        public bool Fits(AuthorizationFlow flow) => flow.ClientId == ClientId && flow.RedirectUri == RedirectUri && CodeChallenge.Fits(flow.CodeChallenge, Verifier);

        public override string ToString() => $"proof of {ClientId}";
    }
}
