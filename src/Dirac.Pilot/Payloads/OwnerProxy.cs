using System.Text;
using Dirac.Client.Pilots;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Pilot.Attempts;
using Dirac.Security.Certificates.Proxies;

namespace Dirac.Pilot.Payloads;

/// <summary>Gets the owner's limited proxy from the server, when the owner has uploaded one. The key is made here and never leaves the node.</summary>
internal sealed class OwnerProxy(PilotClient client, TimeProvider clock) : IPayloadCredentials
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    public PayloadCredentials? Meanwhile => null;

    public async Task<PayloadCredentials> FetchAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        if (!attempt.Match.OwnerHasProxy) return PayloadCredentials.None;
        var request = DelegationRequest.Create();
        var reply = await client.GetOwnerProxyAsync(
            new PilotProxyRequest(attempt.Match.JobID, attempt.Match.Attempt, request.RequestPem, (int)Lifetime.TotalSeconds), cancellationToken);
        using var proxy = DelegationRequest.TryComplete(request.ToPem(), reply.Chain)
            ?? throw new DiracException(ErrorCode.Unknown, "The server's proxy for the payload cannot be understood.");
        if (!proxy.IsLimited) throw new DiracException(ErrorCode.NotAuthorized, "The server gave a full proxy for a payload; only a limited one is taken.");
        var now = clock.GetUtcNow();
        return new PayloadCredentials
        {
            Proxy = Encoding.ASCII.GetBytes(ProxyFile.ToPem(proxy)),
            // A third of its life is left for a server that is away.
            RenewAt = now + ((proxy.ExpiresAt - now) * 2 / 3),
        };
    }
}
