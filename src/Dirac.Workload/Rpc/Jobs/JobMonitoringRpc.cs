using Dirac.Hosting.Rpc.Calling;
using Dirac.Hosting.Rpc.Declaring;
using Dirac.Wire.Values;
using Dirac.Workload.Jobs.Reading;
using Dirac.Workload.Rpc.Arguments;
using Dirac.Workload.Rpc.Replies;

namespace Dirac.Workload.Rpc.Jobs;

/// <summary>DIRAC's service JobMonitoring. What the caller may not see is answered like what does not exist.</summary>
[RpcService("WorkloadManagement/JobMonitoring")]
internal sealed partial class JobMonitoringRpc(ReadJobColumns columns, TimeProvider clock)
{
    [RpcMethod(RpcRules.ByDefault)]
    public async Task<WireValue> GetJobsStatusAsync(RpcCall call, JobIds jobs, CancellationToken cancellationToken) =>
        JobStateReplies.Statuses(await StatesAsync(call, jobs, "Status", cancellationToken));

    [RpcMethod(RpcRules.ByDefault)]
    public async Task<WireValue> GetJobsMinorStatusAsync(RpcCall call, JobIds jobs, CancellationToken cancellationToken) =>
        JobStateReplies.Minors(await StatesAsync(call, jobs, "MinorStatus", cancellationToken));

    [RpcMethod(RpcRules.ByDefault)]
    public async Task<WireValue> GetJobsApplicationStatusAsync(RpcCall call, JobIds jobs, CancellationToken cancellationToken) =>
        JobStateReplies.Applications(await StatesAsync(call, jobs, "ApplicationStatus", cancellationToken));

    [RpcMethod(RpcRules.ByDefault)]
    public async Task<WireValue> GetJobsSitesAsync(RpcCall call, JobIds jobs, CancellationToken cancellationToken) =>
        JobStateReplies.Sites(await StatesAsync(call, jobs, "Site", cancellationToken));

    [RpcMethod(RpcRules.ByDefault)]
    public async Task<WireValue> GetJobsStatesAsync(RpcCall call, JobIds jobs, CancellationToken cancellationToken) =>
        JobStateReplies.States(await StatesAsync(call, jobs, "Status, MinorStatus, ApplicationStatus", cancellationToken));

    private Task<IReadOnlyList<JobStateRow>> StatesAsync(RpcCall call, JobIds jobs, string wanted, CancellationToken cancellationToken) =>
        columns.ReadAsync<JobStateRow>(call.ToCaller(clock.GetUtcNow()), jobs.Ids, wanted, cancellationToken);
}
