using Dirac.Hosting.Rpc.Calling;
using Dirac.Hosting.Rpc.Declaring;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Model.Jobs;
using Dirac.Security.Identities;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;
using Dirac.Workload.Jobs;
using Dirac.Workload.Jobs.Changes;
using Dirac.Workload.Jobs.Control;
using Dirac.Workload.Jobs.Status;
using Dirac.Workload.Rpc.Arguments;
using Dirac.Workload.Rpc.Replies;

namespace Dirac.Workload.Rpc.Jobs;

/// <summary>
/// DIRAC's service JobStateUpdate. Unlike there, not everybody may write to every job: owners and administrators by the job policy, hosts to all,
/// and pilots of DIRAC's kind to those of their VO that no pilot of ours runs.
/// </summary>
[RpcService("WorkloadManagement/JobStateUpdate")]
internal sealed partial class JobStateUpdateRpc(
    SetJobStatuses statuses, SetAttributes attributes, SetParameters parameters, BeatJobs beats, TakeStagedJobs staged, TimeProvider clock)
{
    private const string NoJob = "No Matching Job";

    [RpcMethod(RpcRules.ByDefault)]
    public Task<RpcReply> SetJobStatusAsync(
        RpcCall call, JobId job, string status, string minor, string source, WireValue time = default, bool force = false, CancellationToken cancellationToken = default) =>
        ReportAsync(call, job.Id, [StatusUpdates.Make(TimeOrNow(time), status, minor, null, source)], force, cancellationToken);

    [RpcMethod(RpcRules.ByDefault)]
    public Task<RpcReply> SetJobStatusBulkAsync(RpcCall call, JobId job, WireDict reports, bool force = false, CancellationToken cancellationToken = default) =>
        ReportAsync(call, job.Id, StatusUpdates.Read(reports), force, cancellationToken);

    [RpcMethod(RpcRules.ByDefault)]
    public Task<RpcReply> SetJobApplicationStatusAsync(RpcCall call, JobId job, string application, string source, CancellationToken cancellationToken) =>
        ReportAsync(call, job.Id, [StatusUpdates.Make(TimeOrNow(default), null, null, application, source)], force: false, cancellationToken);

    [RpcMethod(RpcRules.ByDefault)]
    public async Task<RpcReply> SendHeartBeatAsync(RpcCall call, JobId job, WireDict figures, WireDict values, CancellationToken cancellationToken)
    {
        var sign = new SignOfLife(ParameterPairs.Texts(figures), ParameterPairs.Texts(values));
        try
        {
            var orders = await beats.RunAsync(Caller(call), new Dictionary<long, SignOfLife> { [job.Id] = sign }, cancellationToken);
            return RpcReply.Ok(WireValue.Dict([.. orders.DistinctBy(order => order.Command).Select(order => ((WireValue)order.Command, (WireValue)(order.Arguments ?? "")))]));
        }
        catch (DiracException missing) when (missing.Code == ErrorCode.NotFound)
        {
            return RpcReply.Fail($"Job {job.Id} not found");
        }
    }

    private Caller Caller(RpcCall call) => call.ToCaller(clock.GetUtcNow());

    private DateTime TimeOrNow(WireValue time) => time.IsNull || time == "" ? clock.GetUtcNow().UtcDateTime : StatusUpdates.Time(time);

    private async Task<RpcReply> ReportAsync(RpcCall call, long id, IReadOnlyList<TimedUpdate> updates, bool force, CancellationToken cancellationToken)
    {
        if (!updates.Any(update => update.Status is not null || update.Minor is not null || update.Application is not null)) return RpcReply.Ok();
        var result = await statuses.ReportAsync(Caller(call), new Dictionary<long, IReadOnlyList<TimedUpdate>> { [id] = updates }, force, cancellationToken);
        return result.Failed.TryGetValue(id, out var failed)
            ? RpcReply.Fail(failed.Kind == FailedKind.NotFound ? NoJob : failed.Detail)
            : RpcReply.Ok(StatusReplies.Set(updates, result.Success[id]));
    }
}
