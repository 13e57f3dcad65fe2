using Dirac.Hosting.Rpc.Calling;
using Dirac.Security.Identities;
using Dirac.Workload.Jobs;

namespace Dirac.Workload.Rpc.Sandboxes;

/// <summary>As whom a call acts on jobs: a service of the installation has no VO of its own, and acts in that of each job.</summary>
internal sealed class JobVo(WorkloadDatabases databases, TimeProvider clock)
{
    /// <summary>Whether the caller is a service that may administer jobs, of whatever VO.</summary>
    public static bool MayEverywhere(RpcCall call) => call.Caller.IsHost && call.Caller.Properties.Has(DiracProperties.JobAdministrator);

    /// <summary>The caller with the jobs it acts on; for a service one for each VO. There is at least one.</summary>
    public async Task<IReadOnlyList<JobVoSide>> SidesAsync(RpcCall call, IReadOnlyList<long> jobs, CancellationToken cancellationToken)
    {
        var caller = call.ToCaller(clock.GetUtcNow());
        if (!call.Caller.IsHost) return [new JobVoSide(caller, jobs)];
        var rows = await databases.Jobs.ReadAsync((session, token) => JobStore.LoadAsync(session, null, jobs, token), cancellationToken);
        var vos = rows.ToDictionary(row => row.JobID, row => row.VO);
        return [.. jobs.GroupBy(job => vos.GetValueOrDefault(job, caller.Vo)).Select(vo => new JobVoSide(caller with { Vo = vo.Key }, [.. vo]))];
    }
}

/// <summary>A caller in a VO, and jobs there.</summary>
internal sealed record JobVoSide(Caller Caller, IReadOnlyList<long> Jobs);
