using Dirac.Hosting.Rpc.Calling;
using Dirac.Hosting.Rpc.Declaring;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;
using Dirac.Model.Jobs;
using Dirac.Security.Identities;
using Dirac.Security.Policies;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;
using Dirac.Workload.Jobs.Control;
using Dirac.Workload.Jobs.Removal;
using Dirac.Workload.Jobs.Submission;
using Dirac.Workload.Rpc.Arguments;
using Dirac.Workload.Rpc.Replies;

namespace Dirac.Workload.Rpc.Jobs;

/// <summary>DIRAC's service JobManager.</summary>
[RpcService("WorkloadManagement/JobManager")]
internal sealed class JobManagerRpc(
    SubmitJobs submit, ConfirmJobs confirm, KillJobs kill, DeleteJobs delete, RescheduleJobs reschedule, RemoveJobs remove, TimeProvider clock)
{
    private const int NotSubmitted = (int)ErrorCode.SubmissionRefused;

    [RpcMethod(RpcRules.ByDefault)]
    public int GetMaxParametricJobs(RpcCall call) => Most(call, Caller(call));

    /// <remarks>A parametric description's jobs wait for confirmBulkSubmission, so that a client which lost the answer may submit again.</remarks>
    [RpcMethod(RpcRules.ByDefault)]
    public async Task<RpcReply> SubmitJobAsync(RpcCall call, string description, CancellationToken cancellationToken)
    {
        var caller = Caller(call);
        if (call.Identity.Peer is { IsLimited: true }) return RpcReply.Fail(NotSubmitted, "Can't submit using a limited proxy");
        if (!JobPolicy.MaySubmit(caller)) return RpcReply.Fail(NotSubmitted, "Job submission not authorized");
        var (ids, isBulk) = await submit.RunInTwoStepsAsync(caller, description, Most(call, caller), cancellationToken);
        var value = isBulk ? JobControlReplies.List(ids) : ids[0];
        return RpcReply.Ok(value) with { Extra = [new("JobID", value), JobControlReplies.NoProxy] };
    }

    [RpcMethod(RpcRules.ByDefault)]
    public async Task<RpcReply> ConfirmBulkSubmissionAsync(RpcCall call, IReadOnlyList<WireValue> jobs, CancellationToken cancellationToken)
    {
        AnyJobs.TryRead(WireValue.List([.. jobs]), out var read);
        if (read.Ids.Count == 0) return RpcReply.Fail(NotSubmitted, $"Invalid job specification: {read.Text}");
        var result = await confirm.RunAsync(Caller(call), read.Ids, cancellationToken);
        return result.Failed.Count == 0
            ? RpcReply.Ok(JobControlReplies.List(read.Ids))
            : RpcReply.Fail(NotSubmitted, "Requested jobs for bulk transaction are not valid");
    }

    [RpcMethod(RpcRules.ByDefault)]
    public async Task<RpcReply> KillJobAsync(RpcCall call, AnyJobs jobs, CancellationToken cancellationToken) => jobs.Ids.Count == 0
        ? RpcReply.Ok(WireValue.List())
        : JobControlReplies.Ended(jobs.Ids, await kill.RunAsync(Caller(call), jobs.Ids, cancellationToken), nameof(JobStatus.Killed));

    [RpcMethod(RpcRules.ByDefault)]
    public async Task<RpcReply> DeleteJobAsync(RpcCall call, AnyJobs jobs, CancellationToken cancellationToken) => jobs.Ids.Count == 0
        ? RpcReply.Ok(WireValue.List())
        : JobControlReplies.Ended(jobs.Ids, await delete.RunAsync(Caller(call), jobs.Ids, cancellationToken), nameof(JobStatus.Deleted));

    [RpcMethod(RpcRules.ByDefault)]
    public async Task<RpcReply> RescheduleJobAsync(RpcCall call, AnyJobs jobs, CancellationToken cancellationToken) => jobs.Ids.Count == 0
        ? Invalid(jobs)
        : JobControlReplies.Rescheduled(jobs.Ids, await reschedule.RunAsync(Caller(call), jobs.Ids, reset: false, cancellationToken));

    [RpcMethod(RpcRules.ByDefault)]
    public async Task<RpcReply> ResetJobAsync(RpcCall call, AnyJobs jobs, CancellationToken cancellationToken) => jobs.Ids.Count == 0
        ? Invalid(jobs)
        : JobControlReplies.Reset(jobs.Ids, await reschedule.RunAsync(Caller(call), jobs.Ids, reset: true, cancellationToken));

    [RpcMethod(RpcRules.ByDefault)]
    public async Task<RpcReply> RemoveJobAsync(RpcCall call, AnyJobs jobs, CancellationToken cancellationToken) => jobs.Ids.Count == 0
        ? Invalid(jobs)
        : JobControlReplies.Removed(jobs.Ids, await remove.RunAsync(Caller(call), jobs.Ids, cancellationToken));

    private static RpcReply Invalid(AnyJobs jobs) => RpcReply.Fail($"Invalid job specification: {jobs.Text}");

    private Caller Caller(RpcCall call) => call.ToCaller(clock.GetUtcNow());

    // The option is DIRAC's, in the service's own section.
    private int Most(RpcCall call, Caller caller)
    {
        var most = submit.MostJobs(caller);
        var section = SystemSections.Find(call.Configuration.Root, "WorkloadManagement", "Services/JobManager");
        return Math.Clamp(section?.GetInt("MaxParametricJobs", most) ?? most, 1, most);
    }
}
