using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Security.Identities;
using Dirac.Workload.Ports;

namespace Dirac.Workload.Attempts;

/// <summary>Operation: a limited proxy of a job's owner, for the pilot that runs the job at this moment and for nobody else.</summary>
internal sealed class GetOwnerProxy(WorkloadDatabases databases, IOwnerProxies proxies)
{
    private const int LongestRequest = 16 * 1024;
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    public async Task<PilotProxyReply> RunAsync(Caller pilot, PilotProxyRequest request, CancellationToken cancellationToken)
    {
        var lifetime = TimeSpan.FromSeconds(request.LifetimeSeconds);
        if (lifetime < Shortest || lifetime > Longest)
            throw new DiracException(ErrorCode.BadRequest, $"A proxy is given for {Shortest.TotalSeconds} to {Longest.TotalSeconds} seconds, not for {request.LifetimeSeconds}.");
        if (request.Request.Length > LongestRequest) throw new DiracException(ErrorCode.TooLarge, "That is no certificate request.");
        var job = await databases.Jobs.ReadAsync((session, token) => HeldAttempts.DemandAsync(session, pilot, request.JobID, request.Attempt, token), cancellationToken);
        return new PilotProxyReply(await proxies.SignAsync(pilot, job.Owner, job.OwnerGroup, request.Request, lifetime, cancellationToken));
    }
}
