using System.Text.Json;
using Dirac.Hosting.Rpc.Calling;
using Dirac.Hosting.Rpc.Declaring;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;
using Dirac.Workload.Jobs.Changes;
using Dirac.Workload.Rpc.Arguments;

namespace Dirac.Workload.Rpc.Jobs;

/// <content>Attributes, parameters, and the stager's word.</content>
internal sealed partial class JobStateUpdateRpc
{
    private const int Trials = 10;
    private static readonly TimeSpan BetweenTrials = TimeSpan.FromSeconds(1);

    [RpcMethod(RpcRules.ByDefault)]
    public async Task<RpcReply> SetJobAttributeAsync(RpcCall call, JobId job, string attribute, string value, CancellationToken cancellationToken)
    {
        if (!JobAttributes.IsColumn(attribute)) return RpcReply.Fail((int)ErrorCode.JobManagement, "Request to set non-existing job attribute");
        var request = new Dictionary<string, JsonElement> { [attribute] = JsonText.Of(value) };
        var result = await attributes.RunAsync(Caller(call), OfOne(job, request), touch: false, force: false, cancellationToken);

        // The number of rows that were changed, as DIRAC gives it.
        return result.Failed.TryGetValue(job.Id, out var failed) ? failed.Kind == FailedKind.NotFound ? RpcReply.Ok(0) : RpcReply.Fail(failed.Detail) : RpcReply.Ok(1);
    }

    [RpcMethod(RpcRules.ByDefault)]
    public Task<RpcReply> SetJobSiteAsync(RpcCall call, JobId job, string site, CancellationToken cancellationToken) =>
        SetJobAttributeAsync(call, job, "Site", site, cancellationToken);

    [RpcMethod(RpcRules.ByDefault)]
    public Task<RpcReply> SetJobFlagAsync(RpcCall call, JobId job, string flag, CancellationToken cancellationToken) =>
        SetJobAttributeAsync(call, job, flag, "True", cancellationToken);

    [RpcMethod(RpcRules.ByDefault)]
    public Task<RpcReply> UnsetJobFlagAsync(RpcCall call, JobId job, string flag, CancellationToken cancellationToken) =>
        SetJobAttributeAsync(call, job, flag, "False", cancellationToken);

    [RpcMethod(RpcRules.ByDefault)]
    public Task<RpcReply> SetJobParameterAsync(RpcCall call, JobId job, string name, string value, CancellationToken cancellationToken) =>
        SetParametersAsync(call, OfOne(job, new Dictionary<string, JsonElement> { [name] = ParameterPairs.Value(value) }), cancellationToken);

    [RpcMethod(RpcRules.ByDefault)]
    public Task<RpcReply> SetJobParametersAsync(RpcCall call, JobId job, IReadOnlyList<WireValue> pairs, CancellationToken cancellationToken) =>
        SetParametersAsync(call, OfOne(job, ParameterPairs.Read(pairs)), cancellationToken);

    [RpcMethod(RpcRules.ByDefault)]
    public Task<RpcReply> SetJobsParameterAsync(RpcCall call, WireDict jobs, CancellationToken cancellationToken)
    {
        var values = new Dictionary<long, IReadOnlyDictionary<string, JsonElement>>();
        foreach (var (job, pair) in jobs)
        {
            var (name, value) = ParameterPairs.Pair(pair);
            values[JobIds.Number(job)] = new Dictionary<string, JsonElement> { [name] = value };
        }

        return SetParametersAsync(call, values, cancellationToken);
    }

    /// <remarks>The stager may be faster than what marks the job as Staging: then it is looked at again for some seconds.</remarks>
    [RpcMethod(RpcRules.ByDefault)]
    public async Task<RpcReply> UpdateJobFromStagerAsync(RpcCall call, JobId job, string status, CancellationToken cancellationToken)
    {
        var results = new Dictionary<long, string> { [job.Id] = status == "Done" ? "Done" : "Failed" };
        for (var trial = 0; trial < Trials; trial++)
        {
            if (trial > 0) await Task.Delay(BetweenTrials, clock, cancellationToken);
            var result = await staged.RunAsync(Caller(call), results, cancellationToken);
            if (!result.Failed.TryGetValue(job.Id, out var failed)) return RpcReply.Ok(trial == 0 ? WireValue.Null : $"Found job in Staging after {trial} seconds");
            if (failed.Kind == FailedKind.NotFound) return RpcReply.Ok(NoJob);
            if (failed.Kind == FailedKind.NotAuthorized) return RpcReply.Fail(failed.Detail);
        }

        return RpcReply.Ok($"Job is not in Staging after {Trials} seconds");
    }

    private static Dictionary<long, IReadOnlyDictionary<string, JsonElement>> OfOne(JobId job, IReadOnlyDictionary<string, JsonElement> values) => new() { [job.Id] = values };

    private async Task<RpcReply> SetParametersAsync(
        RpcCall call, IReadOnlyDictionary<long, IReadOnlyDictionary<string, JsonElement>> values, CancellationToken cancellationToken)
    {
        var result = await parameters.RunAsync(Caller(call), values, cancellationToken);
        return result.Failed.Count == 0 ? RpcReply.Ok() : RpcReply.Fail(result.Failed.Values.Last().Detail);
    }
}
