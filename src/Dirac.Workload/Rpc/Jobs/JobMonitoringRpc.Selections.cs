using Dirac.Hosting.Rpc.Binding;
using Dirac.Hosting.Rpc.Calling;
using Dirac.Hosting.Rpc.Declaring;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;
using Dirac.Workload.Jobs.Search;
using Dirac.Workload.Rpc.Arguments;
using Dirac.Workload.Rpc.Replies;

namespace Dirac.Workload.Rpc.Jobs;

/// <content>Finding and counting jobs.</content>
internal sealed partial class JobMonitoringRpc
{
    private static readonly JobSelection All = new([], null);

    [RpcMethod(RpcRules.ByDefault)]
    public Task<WireValue> GetApplicationStatesAsync(
        RpcCall call, WireValue conditions = default, WireValue older = default, WireValue newer = default, CancellationToken cancellationToken = default) =>
        ValuesAsync(call, "ApplicationStatus", JobConditions.Read(conditions, older, newer), cancellationToken);

    [RpcMethod(RpcRules.ByDefault)]
    public Task<WireValue> GetJobTypesAsync(
        RpcCall call, WireValue conditions = default, WireValue older = default, WireValue newer = default, CancellationToken cancellationToken = default) =>
        ValuesAsync(call, "JobType", JobConditions.Read(conditions, older, newer), cancellationToken);

    [RpcMethod(RpcRules.ByDefault)]
    public Task<WireValue> GetOwnersAsync(
        RpcCall call, WireValue conditions = default, WireValue older = default, WireValue newer = default, CancellationToken cancellationToken = default) =>
        ValuesAsync(call, "Owner", JobConditions.Read(conditions, older, newer), cancellationToken);

    [RpcMethod(RpcRules.ByDefault)]
    public Task<WireValue> GetOwnerGroupAsync(RpcCall call, CancellationToken cancellationToken) => ValuesAsync(call, "OwnerGroup", All, cancellationToken);

    [RpcMethod(RpcRules.ByDefault)]
    public Task<WireValue> GetJobGroupsAsync(
        RpcCall call, WireValue conditions = default, WireValue older = default, WireValue newer = default, CancellationToken cancellationToken = default) =>
        ValuesAsync(call, "JobGroup", JobConditions.Read(conditions, older, newer), cancellationToken);

    [RpcMethod(RpcRules.ByDefault)]
    public Task<WireValue> GetSitesAsync(
        RpcCall call, WireValue conditions = default, WireValue older = default, WireValue newer = default, CancellationToken cancellationToken = default) =>
        ValuesAsync(call, "Site", JobConditions.Read(conditions, older, newer), cancellationToken);

    [RpcMethod(RpcRules.ByDefault)]
    public Task<WireValue> GetStatesAsync(
        RpcCall call, WireValue conditions = default, WireValue older = default, WireValue newer = default, CancellationToken cancellationToken = default) =>
        ValuesAsync(call, "Status", JobConditions.Read(conditions, older, newer), cancellationToken);

    [RpcMethod(RpcRules.ByDefault)]
    public Task<WireValue> GetMinorStatesAsync(
        RpcCall call, WireValue conditions = default, WireValue older = default, WireValue newer = default, CancellationToken cancellationToken = default) =>
        ValuesAsync(call, "MinorStatus", JobConditions.Read(conditions, older, newer), cancellationToken);

    [RpcMethod(RpcRules.ByDefault)]
    public Task<WireValue> GetJobsAsync(RpcCall call, WireValue conditions = default, WireValue newer = default, CancellationToken cancellationToken = default) =>
        selections.IdsAsync(Caller(call), JobConditions.Read(conditions, WireValue.Null, newer), cancellationToken);

    [RpcMethod(RpcRules.ByDefault)]
    public async Task<WireValue> GetCountersAsync(
        RpcCall call, IReadOnlyList<string> attributes, WireValue conditions = default, WireValue newer = default, CancellationToken cancellationToken = default)
    {
        var grouping = attributes.Distinct().Select(SearchTable.Jobs.Column).ToList();
        var keys = WireKeys.Of([.. grouping.Select(column => column.Name)]);
        var counts = await selections.CountAsync(Caller(call), grouping, JobConditions.Read(conditions, WireValue.Null, newer), cancellationToken);
        return WireValue.List([.. counts.Select(count => WireValue.Tuple(WireValue.Dict(keys, count.Values), count.Jobs))]);
    }

    [RpcMethod(RpcRules.ByDefault)]
    public async Task<WireValue> GetJobStatsAsync(RpcCall call, string attribute, WireDict conditions, CancellationToken cancellationToken)
    {
        var selection = JobConditions.Read(Value(conditions), WireValue.Null, WireValue.Null);
        var counts = await selections.CountAsync(Caller(call), [SearchTable.Jobs.Column(attribute)], selection, cancellationToken);
        return WireValue.Dict([.. counts.Select(count => (count.Values[0], (WireValue)count.Jobs))]);
    }

    [RpcMethod(RpcRules.ByDefault)]
    public Task<RpcReply> GetJobPageSummaryWebAsync(
        RpcCall call, WireDict conditions, IReadOnlyList<WireValue> sort, int start, int most, bool selectJobs = true, CancellationToken cancellationToken = default)
    {
        var selection = JobConditions.Read(Value(conditions), WireValue.Null, WireValue.Null);
        return selections.PageAsync(Caller(call), selection, sort.Count == 0 ? null : Sort(sort[0]), selectJobs ? (start, most) : null, cancellationToken);
    }

    [RpcMethod(RpcRules.ByDefault)]
    public async Task<WireValue> GetSiteSummaryAsync(RpcCall call, CancellationToken cancellationToken)
    {
        var counts = await selections.CountAsync(Caller(call), [SearchTable.Jobs.Column("Site"), SearchTable.Jobs.Column("Status")], All, cancellationToken);
        return SiteReplies.Summary([.. counts.Select(count => (count.Values[0].AsText(), count.Values[1].AsText(), count.Jobs))]);
    }

    private Task<WireValue> ValuesAsync(RpcCall call, string column, JobSelection selection, CancellationToken cancellationToken) =>
        selections.ValuesAsync(Caller(call), column, selection, cancellationToken);

    private static WireValue Value(WireDict conditions) => WireValue.Dict(conditions.Keys, conditions.Values.Span);

    private static SortKey Sort(WireValue key) => key.IsSequence && key.AsList().Span is [{ Kind: WireKind.Text } column, { Kind: WireKind.Text } direction]
        ? new SortKey(column.AsText(), direction.AsText().Equals("DESC", StringComparison.OrdinalIgnoreCase) ? "desc" : "asc")
        : throw new DiracException(ErrorCode.BadRequest, $"{PythonText.Of(key)} is no order.", "Write [['LastUpdateTime', 'DESC']].");
}
