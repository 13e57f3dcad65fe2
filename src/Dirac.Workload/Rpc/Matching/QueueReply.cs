using Dirac.Model.Api;
using Dirac.Wire.Values;

namespace Dirac.Workload.Rpc.Matching;

/// <summary>Task queues as DIRAC's clients know them: by number, with the fields that have values.</summary>
internal static class QueueReply
{
    public static WireValue Of(IEnumerable<TaskQueueInfo> queues) => WireValue.Dict([.. queues.Select(queue => ((WireValue)queue.TQId, Describe(queue)))]);

    private static WireValue Describe(TaskQueueInfo queue) => WireValue.Dict(
    [
        ("Priority", queue.Priority),
        ("Jobs", queue.Jobs),
        ("Owner", queue.Owner),
        ("OwnerGroup", queue.OwnerGroup),
        ("CPUTime", queue.CPUTime),
        .. queue.Requirements.Select(field => ((WireValue)field.Key, WireValue.List([.. field.Value.Select(value => (WireValue)value)]))),
    ]);
}
