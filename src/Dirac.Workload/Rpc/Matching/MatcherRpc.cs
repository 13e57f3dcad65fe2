using Dirac.Hosting.Rpc.Calling;
using Dirac.Hosting.Rpc.Declaring;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Security.Identities;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;
using Dirac.Workload.Explaining;
using Dirac.Workload.Matching;

namespace Dirac.Workload.Rpc.Matching;

/// <summary>DIRAC's Matcher.</summary>
[RpcService("WorkloadManagement/Matcher")]
internal sealed class MatcherRpc(MatchForeignPilot match, ShowTaskQueues queues, TimeProvider clock)
{
    private const int NoMatch = (int)ErrorCode.NoMatch;

    /// <summary>A job for a pilot. None is a failure with a number that pilots know.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public async Task<RpcReply> RequestJobAsync(RpcCall call, PilotResource resource, CancellationToken cancellationToken) =>
        await match.RunAsync(call, resource, cancellationToken) is { } job ? RpcReply.Ok(Describe(job)) : RpcReply.Fail(NoMatch, "");

    /// <summary>The queues that hold jobs.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public WireValue GetActiveTaskQueues(RpcCall call) => QueueReply.Of(Sides(call, "").SelectMany(caller => queues.All(caller, null, null)));

    /// <summary>The queues whose jobs could run on a resource now.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public async Task<WireValue> GetMatchingTaskQueuesAsync(RpcCall call, PilotResource resource, CancellationToken cancellationToken)
    {
        var found = new List<TaskQueueInfo>();
        foreach (var caller in Sides(call, resource.Vo))
        {
            var offer = Offer.From(resource.Describe(), caller.Vo) with { JobTypes = resource.JobTypes, OwnerGroups = resource.Groups, Owner = resource.Owner };
            found.AddRange(await queues.MatchingNowAsync(offer, cancellationToken));
        }

        return QueueReply.Of(found);
    }

    // A host is of no VO: it asks for one, or for all there are.
    private IEnumerable<Caller> Sides(RpcCall call, string vo)
    {
        var caller = call.ToCaller(clock.GetUtcNow());
        if (!call.Caller.IsHost) return [caller];
        return (vo.Length > 0 ? [vo] : call.Configuration.Registry.Vos).Select(one => caller with { Vo = one });
    }

    // Beside what the job is stand all parameters of its optimisation, on one level: the wrapper looks for InputData there.
    private static WireValue Describe(MatchReply job)
    {
        var reply = new Dictionary<string, WireValue>(StringComparer.Ordinal) { ["JDL"] = job.JDL, ["JobID"] = job.JobID };
        foreach (var (name, value) in job.Parameters) reply[name] = value;
        reply["Owner"] = job.Owner;
        reply["Group"] = job.Group;
        reply["PilotInfoReportedFlag"] = true;
        return WireValue.Dict([.. reply.Select(pair => ((WireValue)pair.Key, pair.Value))]);
    }
}
