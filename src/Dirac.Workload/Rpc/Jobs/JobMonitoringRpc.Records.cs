using Dirac.Hosting.Rpc.Calling;
using Dirac.Hosting.Rpc.Declaring;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;
using Dirac.Workload.Rpc.Arguments;
using Dirac.Workload.Rpc.Replies;

namespace Dirac.Workload.Rpc.Jobs;

/// <content>What is kept about one job, and parameters.</content>
internal sealed partial class JobMonitoringRpc
{
    [RpcMethod(RpcRules.ByDefault)]
    public Task<WireValue> GetJobJDLAsync(RpcCall call, long jobId, bool original, CancellationToken cancellationToken) =>
        FoundAsync(async () => (await records.JdlAsync(Caller(call), jobId, original, cancellationToken)).Jdl, WireValue.Tuple());

    [RpcMethod(RpcRules.ByDefault)]
    public async Task<RpcReply> GetJobLoggingInfoAsync(RpcCall call, long jobId, CancellationToken cancellationToken)
    {
        var lines = await FoundAsync(async () => JobRecordReplies.History(await describe.HistoryAsync(Caller(call), jobId, cancellationToken)), WireValue.List());
        return lines.AsList().IsEmpty ? RpcReply.Fail($"No Logging information for job {jobId}") : RpcReply.Ok(lines);
    }

    [RpcMethod(RpcRules.ByDefault)]
    public Task<WireValue> GetJobParameterAsync(RpcCall call, JobId job, string name, CancellationToken cancellationToken) =>
        FoundAsync(async () => JobRecordReplies.Parameters(await values.ParametersAsync(Caller(call), job.Id, [name], cancellationToken)), WireValue.Dict());

    [RpcMethod(RpcRules.ByDefault)]
    public async Task<WireValue> GetJobParametersAsync(RpcCall call, JobIds jobs, WireValue names = default, CancellationToken cancellationToken = default)
    {
        var request = new JobValuesRequest(jobs.Ids, Names.Read(names));
        return JobRecordReplies.Parameters((await values.ParametersAsync(Caller(call), request, cancellationToken)).Success);
    }

    [RpcMethod(RpcRules.ByDefault)]
    public Task<WireValue> GetJobOptParametersAsync(RpcCall call, long jobId, CancellationToken cancellationToken) =>
        FoundAsync(async () => JobRecordReplies.Parameters(await records.OptimizerParametersAsync(Caller(call), jobId, null, cancellationToken)), WireValue.Dict());

    [RpcMethod(RpcRules.ByDefault)]
    public Task<WireValue> GetAtticJobParametersAsync(
        RpcCall call, long jobId, WireValue names = default, long rescheduleCycle = -1, CancellationToken cancellationToken = default) =>
        FoundAsync(
            async () => JobRecordReplies.Cycles(await records.AtticParametersAsync(Caller(call), jobId, Names.Read(names), cancellationToken), rescheduleCycle),
            WireValue.Dict());

    [RpcMethod(RpcRules.ByDefault)]
    public Task<WireValue> GetJobHeartBeatDataAsync(RpcCall call, long jobId, CancellationToken cancellationToken) =>
        FoundAsync(async () => JobRecordReplies.Samples(await records.HeartbeatsAsync(Caller(call), jobId, latest: false, cancellationToken)), WireValue.List());

    [RpcMethod(RpcRules.ByDefault)]
    public Task<WireValue> GetInputDataAsync(RpcCall call, long jobId, CancellationToken cancellationToken) =>
        FoundAsync(async () => JobRecordReplies.Files(await records.InputDataAsync(Caller(call), jobId, cancellationToken)), WireValue.List());

    // DIRAC's service has nothing to say about a job that does not exist, and says it without an error.
    private static async Task<WireValue> FoundAsync(Func<Task<WireValue>> find, WireValue otherwise)
    {
        try
        {
            return await find();
        }
        catch (DiracException missing) when (missing.Code == ErrorCode.NotFound)
        {
            return otherwise;
        }
    }
}
