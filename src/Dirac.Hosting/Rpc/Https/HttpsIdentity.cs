using Dirac.Hosting.Access;
using Dirac.Hosting.Rpc.Calling;
using Dirac.Hosting.Serving.GridTls;
using Dirac.Model.Errors;
using Dirac.Security.Certificates.Validation;
using Dirac.Security.Identities;
using Dirac.Security.Tokens;
using Microsoft.AspNetCore.Http;

namespace Dirac.Hosting.Rpc.Https;

/// <summary>Finds out who sends a request: by the connection's certificate, else by a token.</summary>
internal sealed class HttpsIdentity
{
    private readonly TokenValidator _tokens;
    private readonly BalancerCertificates _balancer;

    public HttpsIdentity(TokenValidator tokens, BalancerCertificates balancer)
    {
        _tokens = tokens;
        _balancer = balancer;
    }

    /// <summary>The identity, <see cref="RpcIdentity.None"/> when nothing proves one.</summary>
    public async ValueTask<RpcIdentity> OfAsync(HttpContext context)
    {
        // A connection may outlive the proxy it was opened with.
        if ((context.Features.Get<IGridPeerFeature>()?.Judge() ?? _balancer.Judge(context)) is { } verdict) return verdict is ChainVerdict.Accepted accepted ? new RpcIdentity(accepted.Peer, null) : RpcIdentity.None;
        return Token(context) is { } token && await _tokens.ValidateAsync(token, context.RequestAborted) is TokenVerdict.Valid { Caller: { Kind: not CallerKind.Payload } caller }
            ? new RpcIdentity(null, caller)
            : RpcIdentity.None;
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
