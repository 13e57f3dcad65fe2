using Dirac.Model.Api;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;

namespace Dirac.Workload.Rpc.Replies;

/// <summary>Writes what became of many jobs as JobManager does: an error names, beside its text, the jobs that it is about. Pure.</summary>
internal static class JobControlReplies
{
    /// <summary>What clients look at to see whether they have to upload a proxy. Here jobs run without one.</summary>
    public static readonly KeyValuePair<string, WireValue> NoProxy = new("requireProxyUpload", false);

    private const string Missing = "InvalidJobIDs";
    private const string Forbidden = "NonauthorizedJobIDs";
    private const string Broken = "FailedJobIDs";

    /// <summary>A list of numbers.</summary>
    public static WireValue List(IEnumerable<long> ids) => WireValue.List([.. ids.Select(id => (WireValue)id)]);

    /// <summary>The reply of killJob and deleteJob: jobs in no state for it are merely left out, and unknown ones are no error.</summary>
    /// <param name="ids">The jobs that were named.</param>
    /// <param name="result">What became of them.</param>
    /// <param name="status">The status of those that are listed.</param>
    public static RpcReply Ended(IReadOnlyList<long> ids, BulkResult result, string status)
    {
        if (Of(ids, result, FailedKind.NotAuthorized) is { Count: > 0 } forbidden) return RpcReply.Fail("Some jobs failed deletion") with { Extra = [Named(Forbidden, forbidden)] };
        var reply = RpcReply.Ok(List(ids.Where(id => result.Success.TryGetValue(id, out var change) && change.Status == status)));
        return reply with { Extra = [NoProxy, .. Lists((Missing, Of(ids, result, FailedKind.NotFound)))] };
    }

    /// <summary>The reply of rescheduleJob.</summary>
    public static RpcReply Rescheduled(IReadOnlyList<long> ids, BulkResult result)
    {
        if (result.Failed.Count == 0) return RpcReply.Ok(List(ids)) with { Extra = [NoProxy] };
        var broken = Of(ids, result, FailedKind.State);
        var isMixed = broken.Count < result.Failed.Count;
        return RpcReply.Fail(isMixed ? "Some jobs failed reschedule" : result.Failed[broken[0]].Detail) with { Extra = Failures(ids, result) };
    }

    /// <summary>The reply of resetJob.</summary>
    public static RpcReply Reset(IReadOnlyList<long> ids, BulkResult result) => result.Failed.Count == 0
        ? RpcReply.Ok() with { Extra = [NoProxy] }
        : RpcReply.Fail("Some jobs failed resetting") with { Extra = Failures(ids, result) };

    /// <summary>The reply of removeJob.</summary>
    public static RpcReply Removed(IReadOnlyList<long> ids, BulkResult result)
    {
        if (result.Failed.Count == 0) return RpcReply.Ok(List(ids));
        var kinds = result.Failed.Values.Select(failed => failed.Kind).ToHashSet();
        var words = "Some jobs failed removal"
            + (kinds.Contains(FailedKind.NotFound) ? ": invalid jobs" : "")
            + (kinds.Contains(FailedKind.NotAuthorized) ? ": non-authorized jobs" : "")
            + (kinds.Contains(FailedKind.State) ? ": jobs that may still run, kill them first" : "");
        return RpcReply.Fail(words) with { Extra = Failures(ids, result) };
    }

    private static IReadOnlyList<KeyValuePair<string, WireValue>> Failures(IReadOnlyList<long> ids, BulkResult result) => Lists(
        (Missing, Of(ids, result, FailedKind.NotFound)), (Forbidden, Of(ids, result, FailedKind.NotAuthorized)), (Broken, Of(ids, result, FailedKind.State)));

    private static IReadOnlyList<KeyValuePair<string, WireValue>> Lists(params IEnumerable<(string Name, List<long> Ids)> lists) =>
        [.. lists.Where(list => list.Ids.Count > 0).Select(list => Named(list.Name, list.Ids))];

    private static KeyValuePair<string, WireValue> Named(string name, List<long> ids) => new(name, List(ids));

    private static List<long> Of(IReadOnlyList<long> ids, BulkResult result, FailedKind kind) =>
        [.. ids.Where(id => result.Failed.TryGetValue(id, out var failed) && failed.Kind == kind)];
}
