using Dirac.Hosting.Access;
using Dirac.Hosting.Rpc.Calling;
using Dirac.Hosting.Serving.GridTls;
using Dirac.Model.Errors;
using Dirac.Security.Calls;
using Dirac.Security.Certificates.Validation;
using Dirac.Security.Identities;
using Dirac.Security.Tokens;
using Microsoft.AspNetCore.Http;

namespace Dirac.Hosting.Rpc.Https;

/// <summary>Finds out who sends a request: by the connection's certificate, else by a token of ours, else by one of an identity provider.</summary>
internal sealed class HttpsIdentity
{
    private readonly TokenValidator _tokens;
    private readonly BalancerCertificates _balancer;
    private readonly IForeignTokens _foreign;

    public HttpsIdentity(TokenValidator tokens, BalancerCertificates balancer, IForeignTokens foreign)
    {
        _tokens = tokens;
        _balancer = balancer;
        _foreign = foreign;
    }

    /// <summary>The identity, <see cref="RpcIdentity.None"/> when nothing proves one.</summary>
    /// <param name="context">The request.</param>
    /// <param name="extra">What is claimed beside the proof; of it a token of a provider takes the group.</param>
    public async ValueTask<RpcIdentity> OfAsync(HttpContext context, ExtraCredentials extra)
    {
        // A connection may outlive the proxy it was opened with.
        if ((context.Features.Get<IGridPeerFeature>()?.Judge() ?? _balancer.Judge(context)) is { } verdict) return verdict is ChainVerdict.Accepted accepted ? new RpcIdentity(accepted.Peer, null) : RpcIdentity.None;
        if (Token(context) is not { } token) return RpcIdentity.None;
        return await _tokens.ValidateAsync(token, context.RequestAborted) is TokenVerdict.Valid { Caller: var caller }
            // A payload has its owner's limited proxy for these calls; its token would open more than it is for.
            ? caller.Kind == CallerKind.Payload ? RpcIdentity.None : new RpcIdentity(null, caller)
            : await _foreign.IdentifyAsync(token, extra is ExtraCredentials.GroupClaim claim ? claim.Group : null, context.RequestAborted) ?? RpcIdentity.None;
    }

    private static string? Token(HttpContext context)
    {
        try
        {
            return Credentials.Find(context);
        }
        catch (DiracException)
        {
            return null;
        }
    }
}
