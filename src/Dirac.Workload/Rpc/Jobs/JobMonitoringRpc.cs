using Dirac.Hosting.Rpc.Calling;
using Dirac.Hosting.Rpc.Declaring;
using Dirac.Security.Identities;
using Dirac.Wire.Values;
using Dirac.Workload.Jobs;
using Dirac.Workload.Jobs.Reading;
using Dirac.Workload.Rpc.Arguments;
using Dirac.Workload.Rpc.Replies;

namespace Dirac.Workload.Rpc.Jobs;

/// <summary>DIRAC's service JobMonitoring. What the caller may not see is answered like what does not exist.</summary>
[RpcService("WorkloadManagement/JobMonitoring")]
internal sealed partial class JobMonitoringRpc(
    ReadJobColumns columns, ReadJobValues values, ReadJobRecords records, DescribeJob describe, JobSelections selections, TimeProvider clock)
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

    [RpcMethod(RpcRules.ByDefault)]
    public Task<WireValue> GetJobsParametersAsync(RpcCall call, JobIds jobs, IReadOnlyList<WireValue> parameters, CancellationToken cancellationToken) =>
        AttributesAsync(call, jobs, WireValue.List([.. parameters]), cancellationToken);

    [RpcMethod(RpcRules.ByDefault)]
    public Task<WireValue> GetJobsSummaryAsync(RpcCall call, JobIds jobs, CancellationToken cancellationToken) =>
        AttributesAsync(call, jobs, WireValue.Null, cancellationToken);

    [RpcMethod(RpcRules.ByDefault)]
    public Task<WireValue> GetJobSummaryAsync(RpcCall call, long jobId, CancellationToken cancellationToken) =>
        GetJobAttributesAsync(call, jobId, WireValue.Null, cancellationToken);

    [RpcMethod(RpcRules.ByDefault)]
    public async Task<WireValue> GetJobAttributesAsync(RpcCall call, long jobId, WireValue attributes = default, CancellationToken cancellationToken = default)
    {
        var wanted = Names.Columns(attributes);
        return JobAttributeReplies.One(await columns.ReadAsync(Caller(call), [jobId], wanted, cancellationToken), wanted);
    }

    [RpcMethod(RpcRules.ByDefault)]
    public async Task<WireValue> GetJobAttributeAsync(RpcCall call, long jobId, string attribute, CancellationToken cancellationToken) =>
        await GetJobAttributesAsync(call, jobId, attribute, cancellationToken) is var found && found.AsDict().TryGetValue(attribute, out var value) ? value : WireValue.Null;

    [RpcMethod(RpcRules.ByDefault)]
    public Task<WireValue> GetJobOwnerAsync(RpcCall call, long jobId, CancellationToken cancellationToken) => GetJobAttributeAsync(call, jobId, "Owner", cancellationToken);

    [RpcMethod(RpcRules.ByDefault)]
    public Task<WireValue> GetJobSiteAsync(RpcCall call, long jobId, CancellationToken cancellationToken) => GetJobAttributeAsync(call, jobId, "Site", cancellationToken);

    private Caller Caller(RpcCall call) => call.ToCaller(clock.GetUtcNow());

    private async Task<WireValue> AttributesAsync(RpcCall call, JobIds jobs, WireValue names, CancellationToken cancellationToken)
    {
        var wanted = Names.Columns(names);
        return JobAttributeReplies.ByJob(await columns.ReadAsync(Caller(call), jobs.Ids, wanted, cancellationToken), wanted);
    }

    private Task<IReadOnlyList<JobStateRow>> StatesAsync(RpcCall call, JobIds jobs, string wanted, CancellationToken cancellationToken) =>
        columns.ReadAsync<JobStateRow>(Caller(call), jobs.Ids, wanted, cancellationToken);
}
